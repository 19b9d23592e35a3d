;; Uses a proposal of WebAssembly that is switched off: simd.
(component
  (core module $plugin
    {{memory}}
    {{describe}}
    {{begin}}
    {{evaluate}})
  (core module $other (func (result v128) (v128.const i64x2 0 0)))
  {{lift}})
