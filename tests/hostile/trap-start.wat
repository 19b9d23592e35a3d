;; Traps while it is instantiated.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}}
    (func $start unreachable)
    (start $start))
  {{lift}})
