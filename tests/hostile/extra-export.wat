;; Has an export that no world has.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  {{lift}}
  (func (export "backdoor") (param "key" (list u8)) (result (list u8))
    (canon lift (core func $i "begin") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
