;; Answers with bytes that lie outside its memory.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 0x7fff0000))
      (i32.store (i32.const 4) (i32.const 64))
      (i32.const 0)))
  {{lift}})
