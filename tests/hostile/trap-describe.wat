;; Traps when it is asked for its manifest.
(component
  (core module $plugin
    {{memory}}
    (func (export "describe") (result i32) unreachable)
    {{begin}}
    {{evaluate}})
  {{lift}})
