;; Never ends being instantiated.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}}
    (func $start (loop $again (br $again)))
    (start $start))
  {{lift}})
