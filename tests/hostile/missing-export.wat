;; Cannot be asked about a record.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}})
  (core instance $i (instantiate $plugin))
  (func (export "describe") (result (list u8))
    (canon lift (core func $i "describe") (memory (core memory $i "memory"))))
  (func (export "begin") (param "context" (list u8)) (result (list u8))
    (canon lift (core func $i "begin") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
