;; Stays silent on a rule (field 2) that its manifest does not have.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (data (i32.const 80000) "\12\09zz.unseen")
    (func (export "evaluate") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 80000))
      (i32.store (i32.const 4) (i32.const 11))
      (i32.const 0)))
  {{lift}})
