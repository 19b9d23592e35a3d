;; Answers with a field (15) that no verdict has, which a decoder would drop without a word.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (data (i32.const 80000) "\7a\01x")
    (func (export "evaluate") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 80000))
      (i32.store (i32.const 4) (i32.const 3))
      (i32.const 0)))
  {{lift}})
