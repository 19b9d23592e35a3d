;; Uses a proposal of WebAssembly that is switched off: tail-call.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (func $f (return_call $f)))
  {{lift}})
