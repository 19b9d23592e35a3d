;; Shares one large growth between two memories, each of which stays below the limit.
(component
  (core module $other
    (memory 1)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
  (core module $plugin
    (import "other" "grow" (func $grow (param i32) (result i32)))
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32)
      (drop (memory.grow (i32.const 300)))
      (drop (call $grow (i32.const 300)))
      {{answer silent}}))
  (core instance $o (instantiate $other))
  (core instance $i (instantiate $plugin (with "other" (instance $o))))
  {{exports}})
