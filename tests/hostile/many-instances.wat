;; Instantiates more modules than a small plugin may; a large one might.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $empty)
  {{repeat 20 "(core instance (instantiate $empty))"}}
  {{lift}})
