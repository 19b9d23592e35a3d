;; Uses a proposal of WebAssembly that is switched off: multi-memory.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (memory 1) (memory 1))
  {{lift}})
