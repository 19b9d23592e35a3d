;; Looks for bytes that another plugin or another record left in the memory it grows into.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (func (export "evaluate") (param i32 i32) (result i32) (local $at i32)
      (drop (memory.grow (i32.const 16)))
      (local.set $at (i32.const 131072))
      (loop $next
        (if (i64.ne (i64.load (local.get $at)) (i64.const 0)) (then unreachable))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $next (i32.lt_u (local.get $at) (i32.const 1179648))))
      {{answer silent}}))
  {{lift}})
