;; Uses a proposal of WebAssembly that is switched off: memory64.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (memory i64 1))
  {{lift}})
