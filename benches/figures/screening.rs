//! What screening one party costs, anew and remembered: against the real lists where they are at hand, else the samples.

use std::{path::PathBuf, time::Instant};

use comity::{
    domain::{Date, ListId},
    screening::{ListFormat, ListSource, Lists, NameQuality, Place, Subject, SubjectName},
};

use super::{corpus, median, micros, root};

const TODAY: Date = Date::of(2026, 12, 1);

pub(super) fn figures() {
    let folder = root().ancestors().skip(1).map(|up| up.join("shared/data/lists")).find(|at| at.is_dir());
    let began = Instant::now();
    let (lists, which) = match &folder {
        None => {
            println!("SKIPPED screening of real lists: there is no shared/data/lists above this checkout");
            (Lists::sample(100_000, TODAY), "the samples")
        }
        Some(folder) => {
            let source = |format, path: &str| ListSource {
                format,
                place: Place::Path(PathBuf::from(folder).join(path)),
                published_on: Some(Date::of(2021, 7, 1)),
                sample: false,
                max_age_days: None,
            };
            let sources = [
                source(ListFormat::OfacSdnCsv, "ofac-sdn-2021-07"),
                source(ListFormat::UnXml, "un-sc/UN_consolidated_2026-02-27.xml"),
            ];
            (Lists::load(&sources, 100_000, TODAY), "OFAC-SDN and UN")
        }
    };
    println!("screening, {which}, loaded in {:.2} s", began.elapsed().as_secs_f64());
    for status in lists.status() {
        println!(
            "    {}: {} entries, {}",
            status.id,
            status.entries,
            status.outcome.as_ref().map_or_else(ToString::to_string, |_| "serves".to_owned())
        );
    }
    let list: ListId = "OFAC-SDN".parse().unwrap();
    let mut rank = 0;
    let anew = median(|| {
        rank += 1;
        ask(&lists, &list, &corpus::name(rank));
    });
    let known = corpus::name(7);
    ask(&lists, &list, &known);
    let remembered = median(|| ask(&lists, &list, &known));
    println!("    a party against OFAC-SDN, \u{b5}s: anew {:.1}, remembered {:.1}\n", micros(anew), micros(remembered));
}

fn ask(lists: &Lists, list: &ListId, name: &str) {
    let names = [SubjectName { text: name, quality: NameQuality::Primary }];
    let subject =
        Subject { id: "p", kind: None, sex: None, names: &names, births: &[], identifiers: &[], country: Some("CN") };
    let _outcome = lists.look_up(list, &subject);
}
