;; Fills its whole memory over and over: few instructions, much work.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (drop (memory.grow (i32.const 256)))
      (loop $again
        (memory.fill (i32.const 131072) (i32.const 7) (i32.const 16777216))
        (br $again))
      unreachable))
  {{lift}})
