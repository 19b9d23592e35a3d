;; Gives the host memory that does not exist to write the record into.
(component
  (core module $plugin
    (memory (export "memory") 2)
    (data (i32.const 4096) "{{manifest}}")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 0x7fff0000))
    {{describe}}
    {{begin}}
    {{evaluate}})
  {{lift}})
