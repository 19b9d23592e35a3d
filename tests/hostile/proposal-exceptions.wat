;; Uses a proposal of WebAssembly that is switched off: exceptions.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (tag (param i32)))
  {{lift}})
