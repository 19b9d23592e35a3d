;; Small to send, costly to compile: one function whose branch table leads to each of two thousand blocks, many times over.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}}
    (func (param i32) (result i32) (local i32 i32 i32 i32)
      {{repeat 2000 "(block"}}
      {{repeat 400 "(block (br_table {{repeat 2000 "1 "}} 0 (local.get 0))) (local.set 1 (i32.add (local.get 1) (local.get 2)))"}}
      {{repeat 2000 ") (local.set 2 (i32.add (local.get 2) (i32.load (local.get 1))))"}}
      (local.get 2)))
  {{lift}})
