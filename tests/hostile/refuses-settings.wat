;; Refuses every context: errors (field 1) of a BeginResult with key "limit" and reason "no".
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    (data (i32.const 80000) "\0a\0b\0a\05limit\12\02no")
    (func (export "begin") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 80000))
      (i32.store (i32.const 4) (i32.const 13))
      (i32.const 0))
    {{evaluate}})
  {{lift}})
