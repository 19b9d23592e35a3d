;; Answers with bytes that are no message.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (data (i32.const 80000) "\ff\ff\ff\ff\ff\ff\ff\ff")
    (func (export "evaluate") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 80000))
      (i32.store (i32.const 4) (i32.const 8))
      (i32.const 0)))
  {{lift}})
