;; Names a silent rule (field 2) in bytes that are no UTF-8: a lone surrogate.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (data (i32.const 80000) "\12\03\ed\a0\80")
    (func (export "evaluate") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 80000))
      (i32.store (i32.const 4) (i32.const 5))
      (i32.const 0)))
  {{lift}})
