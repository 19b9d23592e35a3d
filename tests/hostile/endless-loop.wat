;; Never answers.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (loop $again (br $again))
      unreachable))
  {{lift}})
