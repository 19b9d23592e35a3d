//! Screening of records' parties against the samples.

use comity_facts::v1::{Owners, Ownership, Party, PartyRole, Record};

use prost::Message as _;

use super::*;
use crate::screening::{ListFormat, RawFile, Snapshot, Supply};

const TODAY: Date = Date::of(2026, 12, 1);

fn party(id: &str, name: &str, role: PartyRole) -> Party {
    let named = (!name.is_empty()).then(|| name.to_owned());
    Party { id: Some(id.into()), name: named, roles: vec![role.into()], ..Party::default() }
}

fn owned_by(party: Party, owner: &str) -> Party {
    let share = Ownership { owner: Some(owner.into()), ..Ownership::default() };
    Party { owners: Some(Owners { items: vec![share] }), ..party }
}

fn wish(list: &str, roles: &[PartyRole], owner_depth: u32) -> ScreeningWish {
    ScreeningWish { list: list.parse().unwrap(), roles: roles.iter().map(|role| (*role).into()).collect(), owner_depth }
}

fn record(parties: Vec<Party>) -> EncodedRecord {
    let record = Record { parties: Some(v1::Parties { items: parties }), ..Record::default() };
    EncodedRecord::checked(None, record.encode_to_vec())
}

/// Hits as "party list entry", gaps as "list reason parties".
fn screen(lists: &Lists, parties: Vec<Party>, wishes: &[ScreeningWish]) -> String {
    let record = record(parties);
    let mut parties = Parties::of(lists, &record, true);
    let screened = parties.screen(&"us".parse().unwrap(), wishes, TODAY);
    let Some(screening) = screened else { return "nobody".into() };
    let hits = screening.hits.iter().map(|one| {
        let hit = one.hit().unwrap();
        format!("{} {} {} {:?}", one.party, hit.list, hit.entry, hit.band)
    });
    let gaps = screening.gaps.iter().map(|gap| format!("{} {:?} {:?}", gap.list, gap.reason, gap.parties));
    hits.chain(gaps).collect::<Vec<_>>().join("; ")
}

#[test]
fn parties_are_screened_as_wished() {
    let lists = Lists::sample(10, TODAY);
    let all = [wish("OFAC-SDN", &[], 0)];
    let senders = |depth| [wish("OFAC-SDN", &[PartyRole::Sender], depth)];
    let bank = || party("b", "KOREA DAESONG BANK", PartyRole::Owner);
    let sender = || party("s", "Golden Sunrise Noodles", PartyRole::Sender);
    let middle = || owned_by(party("m", "Blue Harbour Trading", PartyRole::Owner), "b");
    let chain = || vec![bank(), middle(), owned_by(sender(), "m")];
    let hit = "b OFAC-SDN 12312 Strong";
    let sample = "OFAC-SDN ListSample []";
    for (parties, wishes, expected) in [
        (vec![], &all[..], "nobody".to_owned()),
        (vec![bank()], &[][..], "nobody".to_owned()),
        (vec![bank()], &all, format!("{hit}; {sample}")),
        (vec![sender()], &all, sample.to_owned()),
        (chain(), &all, format!("{hit}; {sample}")),
        (chain(), &senders(0), sample.to_owned()),
        (chain(), &senders(1), sample.to_owned()),
        (chain(), &senders(2), format!("{hit}; {sample}")),
        (vec![bank()], &senders(9), "nobody".to_owned()),
        (vec![party("p", "", PartyRole::Bank)], &all, format!("OFAC-SDN NameUnusable [\"p\"]; {sample}")),
        (vec![bank()], &[wish("OFAC-CONS", &[], 0)], "OFAC-CONS ListMissing []".to_owned()),
    ] {
        let names: Vec<_> = parties.iter().map(|party| party.id.clone().unwrap()).collect();
        assert_eq!(screen(&lists, parties, wishes), expected, "{names:?} {wishes:?}");
    }
}

#[test]
fn a_day_before_the_list_is_a_gap_of_its_own() {
    let lists = Lists::sample(10, TODAY);
    let record = record(vec![party("b", "KOREA DAESONG BANK", PartyRole::Bank)]);
    let mut parties = Parties::of(&lists, &record, true);
    let screening = parties.screen(&"us".parse().unwrap(), &[wish("OFAC-SDN", &[], 0)], TODAY).unwrap();
    assert_eq!(screening.incomplete().map(|(cause, _)| cause), Some(Cause::ListSample));
    let handed = screening.handed_in();
    assert_eq!((handed.len(), handed[0].listed_on.clone()), (1, None), "the legacy CSV has no days of listing");
    assert_eq!(Screening::infos(&screening.lists).len(), 1);
}

/// A UN list of some entities and their days of listing, published on a day.
fn un(day: &str, entries: &[(&str, &str)]) -> Arc<Snapshot> {
    let entry = |(name, listed_on): &(&str, &str)| {
        format!(
            "<ENTITY><REFERENCE_NUMBER>{name}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <LISTED_ON>{listed_on}</LISTED_ON><FIRST_NAME>{name}</FIRST_NAME></ENTITY>"
        )
    };
    let entries: String = entries.iter().map(entry).collect();
    let text = format!("<CONSOLIDATED_LIST dateGenerated=\"{day}\">{entries}</CONSOLIDATED_LIST>");
    let file = RawFile { name: "un".into(), bytes: text.into_bytes() };
    Arc::new(Snapshot::read(ListFormat::UnXml, vec![file], None, TODAY).unwrap())
}

#[test]
fn older_snapshots_close_the_gap_before_the_list_and_uncertain_days_decide_nothing() {
    let old = un("2020-01-10", &[("NAMGANG", "2016-03-02"), ("MANSUDAE", "2017-08-05")]);
    let new = un("2020-02-20", &[("NAMGANG", "2016-03-02")]);
    let record = record(vec![party("n", "NAMGANG", PartyRole::Bank), party("m", "MANSUDAE", PartyRole::Bank)]);
    let wishes = [wish("UN-1718", &[], 0)];
    for (snapshots, as_of, gap, handed) in [
        (vec![&new], "2020-02-19", true, vec!["n 2016-03-02 -"]),
        (vec![&new], "2020-02-20", false, vec!["n 2016-03-02 -"]),
        (vec![&old, &new], "2020-01-09", true, vec!["n 2016-03-02 -", "m - 2020-02-20"]),
        (vec![&old, &new], "2020-01-10", false, vec!["n 2016-03-02 -", "m - 2020-02-20"]),
    ] {
        let snapshots = snapshots.into_iter().cloned().collect();
        let format = ListFormat::UnXml;
        let supply = Supply { format, snapshots, refused: None, sample: false, max_age_days: None };
        let lists = Lists::of(vec![supply], 0, TODAY);
        let mut parties = Parties::of(&lists, &record, true);
        let screening = parties.screen(&"un".parse().unwrap(), &wishes, Date::read(as_of).unwrap()).unwrap();
        assert_eq!(screening.gaps.iter().any(|gap| gap.reason == GapReason::BeforeList), gap, "{as_of}");
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "-".into());
        let hits = screening.handed_in();
        let hits: Vec<_> =
            hits.iter().map(|hit| format!("{} {} {}", hit.party, day(&hit.listed_on), day(&hit.delisted_on))).collect();
        assert_eq!(hits, handed, "{as_of}");
    }
}

#[test]
fn the_gravest_gap_is_the_cause() {
    let gap = |reason| Gap::new(&"OFAC-SDN".parse().unwrap(), reason);
    let all = [
        (vec![], None),
        (vec![GapReason::ListSample], Some(Cause::ListSample)),
        (vec![GapReason::ListSample, GapReason::ListStale], Some(Cause::ListStale)),
        (vec![GapReason::BeforeList, GapReason::ListStale], Some(Cause::NotScreened)),
        (vec![GapReason::ListMissing], Some(Cause::NotScreened)),
    ];
    for (reasons, expected) in all {
        let screening = Screening {
            jurisdiction: "us".parse().unwrap(),
            lists: vec![],
            hits: vec![],
            gaps: reasons.iter().map(|reason| gap(*reason)).collect(),
        };
        assert_eq!(screening.incomplete().map(|(cause, _)| cause), expected, "{reasons:?}");
    }
}
