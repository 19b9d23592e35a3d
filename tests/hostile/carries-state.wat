;; Stays silent from the third record on, whatever it says.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    (global $seen (mut i32) (i32.const 0))
    (func (export "evaluate") (param $record i32) (param $len i32) (result i32)
      (global.set $seen (i32.add (global.get $seen) (i32.const 1)))
      (if (result i32) (i32.or (i32.gt_u (global.get $seen) (i32.const 2)) (i32.lt_u (local.get $len) (i32.const 16)))
        (then {{answer silent}})
        (else {{answer found}}))))
  {{lift}})
