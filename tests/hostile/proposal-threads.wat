;; Uses a proposal of WebAssembly that is switched off: threads.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (memory 1 1 shared))
  {{lift}})
