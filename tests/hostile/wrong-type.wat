;; Takes a text where the world has bytes.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core instance $i (instantiate $plugin))
  (func (export "describe") (result (list u8))
    (canon lift (core func $i "describe") (memory (core memory $i "memory"))))
  (func (export "begin") (param "context" (list u8)) (result (list u8))
    (canon lift (core func $i "begin") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
  (func (export "evaluate") (param "record" string) (result (list u8))
    (canon lift (core func $i "evaluate") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
