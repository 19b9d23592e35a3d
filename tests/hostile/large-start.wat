;; Wants a gibibyte before it has done anything.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $room (memory 16384))
  (core instance (instantiate $room))
  {{lift}})
