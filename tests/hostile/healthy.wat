;; Finds the rule violated where the record says more than its id, and silent otherwise.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  {{lift}})
