//! How the page looks. Each outcome has a colour, a pattern and its name in text, so that none of them is needed alone; text
//! and ground differ as WCAG AA asks (a test computes it).

use std::fmt::Write as _;

use comity_facts::v1::Outcome;

/// The look of an outcome.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// The name of its class.
    pub(super) class: &'static str,
    /// Ground, `#rrggbb`.
    pub(super) ground: &'static str,
    /// Stripes on the ground.
    pub(super) stripe: &'static str,
    /// Text on both.
    pub(super) ink: &'static str,
    /// Direction and widths of the stripes; empty for none.
    pattern: &'static str,
}

/// Text and ground of the page itself, of what is quiet, and of links.
#[cfg(test)]
pub(super) const PAGE: [(&str, &str); 4] =
    [("#1c2226", "#ffffff"), ("#4d575e", "#ffffff"), ("#0b4f8a", "#ffffff"), ("#4d575e", "#f3f5f6")];

/// What has no verdict.
pub(super) const NO_VERDICT: Look =
    Look { class: "none", ground: "#dcdcdc", stripe: "#cccccc", ink: "#222222", pattern: "90deg, 3px, 6px" };

/// Every look.
pub(super) const LOOKS: [Look; 8] = [
    Look { class: "clear", ground: "#eef3ee", stripe: "#eef3ee", ink: "#2f3a2f", pattern: "" },
    Look { class: "info", ground: "#cfe3f5", stripe: "#bfd8ef", ink: "#10304d", pattern: "90deg, 1px, 8px" },
    Look { class: "review", ground: "#ffe291", stripe: "#f7d570", ink: "#3d2c00", pattern: "45deg, 3px, 9px" },
    Look { class: "violation", ground: "#f08a4b", stripe: "#e87a38", ink: "#2a0d00", pattern: "135deg, 4px, 8px" },
    Look { class: "prohibited", ground: "#8e1537", stripe: "#7a0f2d", ink: "#ffffff", pattern: "0deg, 2px, 5px" },
    Look { class: "exempt", ground: "#d5ead0", stripe: "#c6e0bf", ink: "#17401a", pattern: "0deg, 1px, 7px" },
    Look { class: "lacking", ground: "#e6e1ee", stripe: "#dad3e6", ink: "#3a2f55", pattern: "45deg, 1px, 5px" },
    NO_VERDICT,
];

/// The class of an outcome.
pub(super) fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Clear | Outcome::Unspecified => "clear",
        Outcome::Info => "info",
        Outcome::NeedsReview => "review",
        Outcome::Violation => "violation",
        Outcome::Prohibited => "prohibited",
        Outcome::Exempt => "exempt",
        Outcome::InsufficientData => "lacking",
    }
}

/// The style sheet.
pub(super) fn sheet() -> String {
    let mut css = SHEET.to_owned();
    for look in LOOKS {
        let Look { class, ground, stripe, ink, .. } = look;
        let mut widths = look.pattern.split(", ");
        let image = match (widths.next(), widths.next(), widths.next()) {
            (Some(angle), Some(stripes), Some(whole)) => format!(
                "background-image:repeating-linear-gradient({angle},{stripe} 0 {stripes},{ground} {stripes} {whole});"
            ),
            _ => String::new(),
        };
        // Writing into a text does not fail.
        let _ = writeln!(css, ".{class}{{background-color:{ground};{image}color:{ink}}}");
    }
    css
}

const SHEET: &str = "
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:78rem;padding:1.5rem;font:15px/1.5 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;
 color:#1c2226;background:#ffffff}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem}
h3{font-size:1.05rem;margin:0;font-variant-numeric:tabular-nums}
h4{font-size:.95rem;margin:1rem 0 .2rem}
a{color:#0b4f8a}
code{font:.92em ui-monospace,'DejaVu Sans Mono',monospace;overflow-wrap:anywhere}
p,li,h4{overflow-wrap:anywhere}
.quiet{color:#4d575e;margin:.2rem 0}
.skip{position:absolute;left:-200rem}
.skip:focus{left:1rem;top:.5rem;background:#ffffff;padding:.4rem;z-index:9}
:focus-visible{outline:3px solid #0b4f8a;outline-offset:2px}
.badge{display:inline-block;padding:0 .5em;overflow-wrap:normal;border-radius:3px;font-size:.8rem;font-weight:600;line-height:1.6;
 border:1px solid #4d575e;white-space:nowrap}
.legend{display:flex;flex-wrap:wrap;gap:.3rem .6rem;list-style:none;margin:.8rem 0;padding:0;align-items:center}
.picture{overflow-x:auto;margin:1rem 0;border:1px solid #c9d0d4;border-radius:6px;padding:.6rem .8rem .8rem;background:#f3f5f6}
.lanes{min-width:54rem;position:relative}
.row{display:grid;grid-template-columns:10.5rem 1fr;align-items:center}
.row+.row{margin-top:4px}
.name{font-size:.85rem;line-height:1.15;font-weight:600;padding-right:.6rem;position:sticky;left:-.8rem;background:#f3f5f6;z-index:3}
.name small{color:#4d575e;font-size:.72rem;font-weight:400;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;
 overflow:hidden}
.track{position:relative;height:34px;background:#ffffff;border:1px solid #c9d0d4;background-clip:padding-box}
.track ul{list-style:none;margin:0;padding:0}
.all .track{height:40px}
.axis .track{height:32px;background:none;border-color:transparent}
.year{position:absolute;bottom:0;font-size:.75rem;color:#4d575e;border-left:1px solid #4d575e;padding-left:3px;height:16px;
 line-height:16px}
.track li{position:absolute;top:0;bottom:0;min-width:2px}
.seg{position:absolute;inset:0;border-left:1px solid #1c2226;text-decoration:none;display:block}
.seg:hover,.seg:focus-visible{outline:3px solid #0b4f8a;outline-offset:0;z-index:4}
.plain{position:absolute;inset:0}
.most{position:absolute;left:0;right:0;bottom:0;height:8px;border-top:1px dashed #1c2226}
.label{position:absolute;top:3px;font-size:.72rem;font-weight:600;line-height:1.4;padding:0 3px;margin-left:3px;
 pointer-events:none;white-space:nowrap;overflow:hidden;z-index:2;border-radius:2px;background-image:none}
.today{position:absolute;top:0;bottom:0;border-left:2px dashed #1c2226;z-index:2;pointer-events:none}
.axis .today{border:0;font-size:.75rem;line-height:1;font-weight:600;white-space:nowrap;transform:translateX(-50%)}
.step{border-top:1px solid #c9d0d4;padding:.9rem 0 .3rem}
.step:target,.part:target{background:#fff8dc}
.step header{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:baseline}
.part ul{list-style:none;margin:0;padding:0}
.part>ul>li{padding:.35rem 0 .35rem .8rem;border-left:3px solid #c9d0d4;margin:.3rem 0}
.part p{margin:.1rem 0}
.why{font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.3rem 0}
dt{color:#4d575e}
dd{margin:0;overflow-wrap:anywhere}
summary{cursor:pointer;color:#0b4f8a}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem}
th,td{text-align:left;padding:.2rem .7rem .2rem 0;border-bottom:1px solid #c9d0d4;vertical-align:top}
footer{margin-top:2.5rem;border-top:1px solid #c9d0d4;padding-top:.8rem;overflow-wrap:anywhere}
@media (max-width:40rem){body{padding:.8rem}.row{grid-template-columns:7rem 1fr}}
@media print{
 @page{size:A4 landscape;margin:12mm}
 body{font-size:10pt;max-width:none;padding:0}
 *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
 .picture{overflow:visible;break-inside:avoid}
 .lanes{min-width:0}
 .name{position:static}
 .part>ul>li,.step header{break-inside:avoid}
 .step header,h2,h4{break-after:avoid}
 a{color:inherit;text-decoration:none}
 .skip,details:not([open]){display:none}
}
";

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of two colours by WCAG 2.2.
    fn contrast(one: &str, other: &str) -> f64 {
        let (light, dark) = (luminance(one).max(luminance(other)), luminance(one).min(luminance(other)));
        (light + 0.05) / (dark + 0.05)
    }

    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        for (one, other, expected) in
            [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#fff000", "#fff000", 1.0)]
        {
            assert!((contrast(one, other) - expected).abs() < 0.01, "{one} {other}: {}", contrast(one, other));
        }
    }

    #[test]
    fn text_can_be_read_on_every_ground() {
        let looks = LOOKS.iter().flat_map(|look| [(look.ink, look.ground), (look.ink, look.stripe)]);
        for (ink, ground) in looks.chain(PAGE) {
            assert!(contrast(ink, ground) >= 4.5, "{ink} on {ground}: {:.2}", contrast(ink, ground));
        }
    }

    #[test]
    fn every_outcome_has_a_look_of_its_own() {
        let mut classes: Vec<_> = (1..=7).map(|n| class(Outcome::try_from(n).unwrap())).collect();
        classes.push(NO_VERDICT.class);
        assert_eq!(classes, LOOKS.map(|look| look.class));
        let mut looks: Vec<_> = LOOKS.iter().map(|look| (look.ground, look.pattern)).collect();
        looks.sort_unstable();
        looks.dedup();
        assert_eq!(looks.len(), LOOKS.len());
    }

    #[test]
    fn the_sheet_uses_only_colours_that_were_looked_at() {
        for (text, ground) in PAGE {
            assert!(SHEET.contains(text) && SHEET.contains(ground), "{text} on {ground}");
        }
        let colours: std::collections::BTreeSet<_> =
            SHEET.match_indices('#').map(|(at, _)| &SHEET[at..at + 7]).collect();
        let expected = ["#0b4f8a", "#1c2226", "#4d575e", "#c9d0d4", "#f3f5f6", "#fff8dc", "#ffffff"];
        assert_eq!(colours.into_iter().collect::<Vec<_>>(), expected, "text, lines and grounds; lines carry nothing");
        assert!(contrast("#0b4f8a", "#fff8dc") >= 4.5 && contrast("#4d575e", "#fff8dc") >= 4.5);
    }
}
