//! The timeline as a page that needs nothing else: no scripts, no other files. Every text that comes from a record or a plugin
//! goes through [`escape`]; the page's own policy forbids whatever would slip through.

use std::fmt::Write as _;

use comity_facts::{
    Date,
    v1::{ChangeKind, Evidence, Finding, Outcome, TimelineChange, TimelineStep},
};

use super::{
    Picture,
    lanes::{self, ALL, Lane, Scale, Segment, Shade},
    style, table, words,
};

/// Letters that fit into one percent of the width, with room to spare: a label that might not fit is left out.
const LETTERS_PER_PERCENT: i64 = 1;

/// The page.
pub(super) fn page(picture: &Picture) -> String {
    let record = if picture.opened.record_id.is_empty() { "the record" } else { &picture.opened.record_id };
    let title = escape(&format!("Timeline of {record}"));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#changes\">Skip the picture</a>\n",
        style::sheet()
    );
    page.push_str(&head(picture, &title));
    page.push_str("<main>\n");
    page.push_str(&figure(picture));
    page.push_str(&as_table(picture));
    page.push_str("<h2 id=\"changes\">What changes, day by day</h2>\n");
    for step in &picture.steps {
        page.push_str(&step_section(step, &picture.opened.today));
    }
    page.push_str("</main>\n");
    page.push_str(&foot(picture));
    page.push_str("</body>\n</html>\n");
    page
}

/// Text as it has to stand in a page, between tags and in attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

fn head(picture: &Picture, title: &str) -> String {
    let (opened, summary) = (&picture.opened, &picture.summary);
    let of_law = [
        Outcome::Clear,
        Outcome::Info,
        Outcome::Exempt,
        Outcome::NeedsReview,
        Outcome::InsufficientData,
        Outcome::Violation,
        Outcome::Prohibited,
    ];
    let legend = of_law.map(|outcome| format!("<li>{}</li>", badge(outcome, ""))).concat();
    format!(
        "<header>\n<h1>{title}</h1>\n<p class=\"quiet\">{} to {}, judged on each of its {} days under the law of that day: \
         {} answers.</p>\n<ul class=\"legend\" aria-label=\"Outcomes\">{legend}</ul>\n</header>\n",
        escape(&opened.from),
        escape(&opened.to),
        summary.days,
        summary.steps
    )
}

fn badge(outcome: Outcome, before: &str) -> String {
    format!("<span class=\"badge {}\">{before}{}</span>", style::class(outcome), words::outcome(outcome))
}

/// The lanes.
fn figure(picture: &Picture) -> String {
    let (lanes, blank) = lanes::of_jurisdictions(picture);
    let scale = Scale::of(&picture.opened);
    let today =
        Date::read(&picture.opened.today).map(|day| scale.place(day)).filter(|place| (1..10_000).contains(place));
    let mut out = String::from(
        "<h2>The picture</h2>\n<p class=\"quiet\">Each piece begins where the answer changes and leads to what changed. The \
         strip at its foot is the worst that may still be true while something is missing or was not screened.</p>\n\
         <div class=\"picture\" tabindex=\"0\" role=\"region\" aria-label=\"Lanes of the jurisdictions\">\n<div class=\"lanes\">\n",
    );
    out.push_str(&axis(&scale, today));
    out.push_str(&row(&lanes::all(picture), &scale, today));
    for lane in &lanes {
        out.push_str(&row(lane, &scale, today));
    }
    out.push_str("</div>\n</div>\n");
    if !blank.is_empty() {
        // Writing into a text does not fail.
        let _ = writeln!(out, "<p class=\"quiet\">Never anything from: {}.</p>", escape(&blank.join(", ")));
    }
    out
}

fn axis(scale: &Scale, today: Option<i64>) -> String {
    let year = |day: &Date| {
        format!("<span class=\"year\" style=\"left:{}\">{}</span>", percent(scale.place(*day)), day.year())
    };
    let years: String = scale.years().iter().map(year).collect();
    let today = today
        .map(|at| format!("<span class=\"today\" style=\"left:{}\">today</span>", percent(at)))
        .unwrap_or_default();
    // Years tell nothing that the pieces do not.
    format!("<div class=\"row axis\" aria-hidden=\"true\"><div></div><div class=\"track\">{years}{today}</div></div>\n")
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn row(lane: &Lane<'_>, scale: &Scale, today: Option<i64>) -> String {
    let name = if lane.jurisdiction == ALL {
        escape(lane.title)
    } else {
        format!("{}<small title=\"{title}\">{title}</small>", escape(lane.jurisdiction), title = escape(lane.title))
    };
    let pieces: String = lane.segments.iter().map(|segment| piece(lane, segment, scale)).collect();
    let labels: String = lanes::runs(&lane.segments).iter().map(|run| label(run, scale)).collect();
    let today =
        today.map(|at| format!("<span class=\"today\" style=\"left:{}\"></span>", percent(at))).unwrap_or_default();
    let class = if lane.jurisdiction == ALL { "row all" } else { "row" };
    format!(
        "<div class=\"{class}\"><div class=\"name\">{name}</div><div class=\"track\"><ul aria-label=\"{}\">{pieces}</ul>\
         <div aria-hidden=\"true\">{labels}{today}</div></div></div>\n",
        escape(lane.title)
    )
}

fn piece(lane: &Lane<'_>, segment: &Segment<'_>, scale: &Scale) -> String {
    let (left, width) = scale.span(segment);
    let (class, most) = look(segment.shade);
    let said = escape(&format!("{}, {} to {}: {}", lane.title, segment.from, segment.to, said(segment.shade)));
    let most = most.map(|class| format!("<span class=\"most {class}\"></span>")).unwrap_or_default();
    let inside = if segment.changes {
        let href = anchor(segment.from, lane.jurisdiction);
        format!("<a class=\"seg {class}\" href=\"#{href}\" title=\"{said}\" aria-label=\"{said}\">{most}</a>")
    } else {
        format!("<span class=\"plain {class}\" title=\"{said}\">{most}</span>")
    };
    format!("<li style=\"left:{};width:{}\">{inside}</li>", percent(left), percent(width))
}

/// The place where it says what changed.
fn anchor(day: &str, jurisdiction: &str) -> String {
    match jurisdiction {
        ALL => format!("d-{}", escape(day)),
        other => format!("d-{}-{}", escape(day), escape(other)),
    }
}

/// The class of a piece, and of its strip.
fn look(shade: Shade) -> (&'static str, Option<&'static str>) {
    match shade {
        Shade::Outside => ("", None),
        Shade::NoVerdict(most) => (style::NO_VERDICT.class, Some(style::class(most))),
        Shade::Bounds(least, most) => (style::class(least), (least != most).then(|| style::class(most))),
    }
}

fn said(shade: Shade) -> String {
    match shade {
        Shade::Outside => "does not apply".to_owned(),
        Shade::NoVerdict(most) => format!("NO VERDICT, at most {}", words::outcome(most)),
        Shade::Bounds(least, most) if least == most => words::outcome(least),
        Shade::Bounds(least, most) => format!("{}, at most {}", words::outcome(least), words::outcome(most)),
    }
}

/// The outcome in text, where there is room for it.
fn label(run: &Segment<'_>, scale: &Scale) -> String {
    let (left, width) = scale.span(run);
    let (long, class) = match run.shade {
        Shade::Outside => return String::new(),
        Shade::NoVerdict(_) => ("NO VERDICT".to_owned(), style::NO_VERDICT.class),
        Shade::Bounds(Outcome::Clear, _) => ("CLEAR".to_owned(), style::class(Outcome::Clear)),
        Shade::Bounds(least, _) => (words::outcome(least), style::class(least)),
    };
    let room = width * LETTERS_PER_PERCENT / 100;
    let text = match i64::try_from(long.chars().count()) {
        Ok(letters) if letters < room => long,
        _ if room > 2 => long.chars().take(1).collect(),
        _ => return String::new(),
    };
    format!("<span class=\"label {class}\" style=\"left:{};max-width:{}\">{text}</span>", percent(left), percent(width))
}

/// The picture for whom a picture is none.
fn as_table(picture: &Picture) -> String {
    let (lanes, _) = lanes::of_jurisdictions(picture);
    let mut out = String::from(
        "<details>\n<summary>The picture as a table</summary>\n<div class=\"wide\"><table>\n<caption>Each answer of each \
         jurisdiction and its days</caption>\n<thead><tr><th scope=\"col\">Jurisdiction</th><th scope=\"col\">From</th>\
         <th scope=\"col\">To</th><th scope=\"col\">Answer</th></tr></thead>\n<tbody>\n",
    );
    for lane in std::iter::once(lanes::all(picture)).chain(lanes) {
        for run in lanes::runs(&lane.segments) {
            let (name, said) = (escape(lane.title), escape(&said(run.shade)));
            let (from, to) = (escape(run.from), escape(run.to));
            let _ = writeln!(out, "<tr><th scope=\"row\">{name}</th><td>{from}</td><td>{to}</td><td>{said}</td></tr>");
        }
    }
    out.push_str("</tbody>\n</table></div>\n</details>\n");
    out
}

fn step_section(step: &TimelineStep, today: &str) -> String {
    let bounds = step.bounds.unwrap_or_default();
    let most = if bounds.at_least() == bounds.at_most() { String::new() } else { badge(bounds.at_most(), "at most ") };
    let projected = if step.from.as_str() > today { "projected; " } else { "" };
    let incomplete = if step.complete { "" } else { "; incomplete" };
    let mut out = format!(
        "<section class=\"step\" id=\"{}\">\n<header><h3><time datetime=\"{from}\">{from}</time></h3>{}{most}\
         <span class=\"quiet\">{projected}until <time datetime=\"{to}\">{to}</time>{incomplete}</span></header>\n",
        anchor(&step.from, ALL),
        badge(bounds.at_least(), ""),
        from = escape(&step.from),
        to = escape(&step.to),
    );
    if step.changes.is_empty() {
        out.push_str("<p class=\"quiet\">Nothing stands.</p>\n");
    }
    for changes in step.changes.chunk_by(|one, other| one.jurisdiction == other.jurisdiction) {
        out.push_str(&part(step, changes));
    }
    out.push_str("</section>\n");
    out
}

/// What changed for one jurisdiction; what lacks data is one entry of it.
fn part(step: &TimelineStep, changes: &[TimelineChange]) -> String {
    let Some(jurisdiction) = changes.first().map(|change| change.jurisdiction.as_str()) else { return String::new() };
    let (lacking, told): (Vec<_>, Vec<_>) = changes.iter().partition(|change| words::lacks_data(change));
    let mut out = format!(
        "<div class=\"part\" id=\"{}\">\n<h4>{}</h4>\n<ul>\n",
        anchor(&step.from, jurisdiction),
        escape(jurisdiction)
    );
    for change in told {
        out.push_str(&entry(step, change));
    }
    if !lacking.is_empty() {
        let _ = writeln!(
            out,
            "<li>{} <span>{}</span></li>",
            badge(Outcome::InsufficientData, ""),
            escape(&table::lacks(&lacking))
        );
    }
    out.push_str("</ul>\n</div>\n");
    out
}

fn entry(step: &TimelineStep, change: &TimelineChange) -> String {
    let why = escape(&words::reasons(change));
    let Some(finding) = words::finding(change) else {
        return format!("<li><p>{}</p><p class=\"why\">Why: {why}</p></li>\n", escape(&table::answer(step, change)));
    };
    let about = words::subject(finding);
    let about = if about.is_empty() { String::new() } else { format!(" about <code>{}</code>", escape(about)) };
    let mut out = format!("<li>\n<p>{} <code>{}</code>{about}</p>\n", badges(change), escape(&finding.rule_id));
    let _ = writeln!(out, "<p class=\"why\">Why: {why}</p>");
    for (name, text) in [("Law", words::law(finding)), ("", words::message(finding).to_owned())] {
        let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
        if !text.is_empty() {
            let _ = writeln!(out, "<p>{name}{}</p>", escape(&text));
        }
    }
    let consequence = words::consequence(finding);
    if !consequence.is_empty() && change.kind() != ChangeKind::Ended {
        let _ = writeln!(out, "<p class=\"quiet\">What follows: {}</p>", escape(&consequence));
    }
    out.push_str(&facts(finding));
    out.push_str("</li>\n");
    out
}

fn badges(change: &TimelineChange) -> String {
    let of = |finding: &Option<Finding>, before: &str| {
        finding.as_ref().map(|f| badge(f.outcome(), before)).unwrap_or_default()
    };
    match change.kind() {
        ChangeKind::Ended => of(&change.before, "no more "),
        ChangeKind::Outcome => format!("{} {}", of(&change.after, ""), of(&change.before, "was ")),
        ChangeKind::Detail => of(&change.after, "still "),
        ChangeKind::Began | ChangeKind::Jurisdiction | ChangeKind::Unspecified => of(&change.after, ""),
    }
}

/// What the rule read, and where it should go.
fn facts(finding: &Finding) -> String {
    let row = |(name, value): (&str, &str)| format!("<dt>{}</dt><dd>{}</dd>", escape(name), escape(value));
    let read: String =
        finding.evidence.iter().map(|Evidence { path, value, .. }| row((path.as_str(), value.as_str()))).collect();
    let missing: String = finding.missing.iter().map(|path| row((path.as_str(), "absent"))).collect();
    let referrals = finding.referrals.join(", ");
    let referrals = if referrals.is_empty() { String::new() } else { row(("refer to", &referrals)) };
    let all = format!("{read}{missing}{referrals}");
    if all.is_empty() { all } else { format!("<details><summary>Facts read</summary><dl>{all}</dl></details>\n") }
}

fn foot(picture: &Picture) -> String {
    let opened = &picture.opened;
    format!(
        "<footer>\n<p class=\"quiet\">Made on {}; what is said of later days is projected. Catalog <code>{}</code>. A \
         timeline is not kept in the ledger: ask for a decision on a day to rest on it.</p>\n</footer>\n",
        escape(&opened.today),
        escape(&opened.catalog_digest)
    )
}
