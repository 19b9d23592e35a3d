;; Answers with more bytes than it may.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (drop (memory.grow (i32.const 40)))
      (i32.store (i32.const 0) (i32.const 65536))
      (i32.store (i32.const 4) (i32.const 2000000))
      (i32.const 0)))
  {{lift}})
