;; Divides by zero on every record.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (i32.div_u (i32.const 1) (i32.const 0))))
  {{lift}})
