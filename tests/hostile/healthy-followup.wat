;; Not hostile: a follow-up plugin that finds its rule violated where it is told more than the record.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "derive") (param $input i32) (param $len i32) (result i32)
      (if (result i32) (i32.lt_u (local.get $len) (i32.const 24))
        (then {{answer silent}})
        (else {{answer found}}))))
  (core instance $i (instantiate $plugin))
  (func (export "describe") (result (list u8))
    (canon lift (core func $i "describe") (memory (core memory $i "memory"))))
  (func (export "begin") (param "context" (list u8)) (result (list u8))
    (canon lift (core func $i "begin") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
  (func (export "derive") (param "input" (list u8)) (result (list u8))
    (canon lift (core func $i "derive") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
