;; Traps when it is told its context.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    (func (export "begin") (param i32 i32) (result i32) unreachable)
    {{evaluate}})
  {{lift}})
