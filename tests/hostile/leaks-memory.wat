;; Keeps a mebibyte for every record it has seen, so that a used instance runs out where a fresh one does not.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (drop (memory.grow (i32.const 16)))
      {{answer silent}}))
  {{lift}})
