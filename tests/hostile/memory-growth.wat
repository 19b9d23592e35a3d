;; Asks for memory again and again until it is refused, and would then go on as if nothing had happened.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (loop $again
        (br_if $again (i32.ge_s (memory.grow (i32.const 16)) (i32.const 0))))
      {{answer silent}}))
  {{lift}})
