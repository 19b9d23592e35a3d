;; Grows a table without end.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (table $t 1 funcref)
    (func (export "evaluate") (param i32 i32) (result i32)
      (loop $again
        (drop (table.grow $t (ref.null func) (i32.const 1000)))
        (br $again))
      unreachable))
  {{lift}})
