;; Uses a proposal of WebAssembly that is switched off: gc.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (type (struct (field i32))))
  {{lift}})
