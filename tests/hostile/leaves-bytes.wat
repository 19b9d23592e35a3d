;; Leaves bytes in all the memory it can write, for another plugin to find.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (drop (memory.grow (i32.const 16)))
      (memory.fill (i32.const 131072) (i32.const 0xaa) (i32.const 1048576))
      {{answer silent}}))
  {{lift}})
