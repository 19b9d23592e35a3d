;; Has more memories than a plugin may.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $room (memory 1))
  {{repeat 20 "(core instance (instantiate $room))"}}
  {{lift}})
