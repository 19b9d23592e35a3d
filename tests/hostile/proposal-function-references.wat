;; Uses a proposal of WebAssembly that is switched off: function-references.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (type $t (func)) (func (param (ref $t)) (call_ref $t (local.get 0))))
  {{lift}})
