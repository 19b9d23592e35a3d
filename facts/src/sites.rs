//! Sites that no permit covers: `extra_site` of the catalogue, a worksite that is not among a permit's sites or is worked
//! for an employer other than the permit's.
//!
//! An extra site goes beyond a permit. Where no permit is valid at all there is none to go beyond, and work without a
//! permit is another rule's matter: no site is extra then. Where permits are absent from the record, every site may be.
//! A permit counts only for the worker groups that it names, or for all where it names none.

use crate::{Date, Known, Truth, v1, view};

/// A site where work is done, or may be, on a day.
pub struct SiteUse<'r> {
    /// The site.
    pub site: view::Worksite<'r>,
    /// Work is done there on the day.
    pub worked: Truth,
    /// It is worked and no valid permit names it for the employer there.
    pub extra: Truth,
    /// It is extra, and worked for an employer that no valid permit names. Extra and not this: the same employer's site.
    pub other_employer: Truth,
    /// The valid permit that comes nearest: one that names the site before one of the same employer before any other.
    pub permit: Option<view::Permit<'r>>,
}

/// The sites that are, or may be, worked on a day; none if the record has no sites.
#[must_use]
pub fn in_use(record: view::Record<'_>, on: Date) -> Vec<SiteUse<'_>> {
    let Some(sites) = record.worksites().recorded() else { return Vec::new() };
    let uses = sites.iter().map(|site| of(record, site, on));
    uses.filter(|site| !site.worked.is_no()).collect()
}

/// Whether any site is extra on a day; unknown if the record has no sites.
#[must_use]
pub fn any_extra(record: view::Record<'_>, on: Date) -> Truth {
    match record.worksites().get() {
        Ok(_) => Truth::any(in_use(record, on).into_iter().map(|site| site.extra)),
        Err(missing) => Truth::Unknown(missing),
    }
}

/// Whether the deployment runs on a day, in `[start, end)`.
#[must_use]
pub fn deployed(record: view::Record<'_>, on: Date) -> Truth {
    match record.deployment().get() {
        Ok(deployment) => begun(deployment.start(), on) & !ended(deployment.end(), on),
        Err(missing) => Truth::Unknown(missing),
    }
}

/// Whether a site is worked on a day: within its own span, where it has one, and always within the deployment.
#[must_use]
pub fn worked(record: view::Record<'_>, site: view::Worksite<'_>, on: Date) -> Truth {
    let own = site.start().recorded().is_none_or(|start| start <= on) && !ended(site.end(), on).is_yes();
    if own { deployed(record, on) } else { Truth::No }
}

/// Whether a permit allows work on a day.
#[must_use]
pub fn valid(permit: view::Permit<'_>, on: Date) -> Truth {
    begun(permit.valid_from(), on) & !ended(permit.valid_to(), on) & !ended(permit.withdrawn_on(), on)
}

fn begun(start: Known<'_, Date>, on: Date) -> Truth {
    start.holds(|start| start <= on)
}

/// An end that is absent is open.
fn ended(end: Known<'_, Date>, on: Date) -> Truth {
    end.holds(|end| end <= on).unless_recorded()
}

/// What a day's permits say of one site: it is extra if it is for any of the crews that work there.
#[must_use]
pub fn of<'r>(record: view::Record<'r>, site: view::Worksite<'r>, on: Date) -> SiteUse<'r> {
    let worked = worked(record, site, on);
    let permits = match record.permits().get() {
        Ok(permits) => permits,
        Err(missing) => {
            let open = worked.clone() & Truth::Unknown(missing);
            return SiteUse { site, worked, extra: open.clone(), other_employer: open, permit: None };
        }
    };
    // Where no permit names anybody, what holds for one crew holds for all.
    let personal = permits.iter().any(|permit| permit.raw().worker_groups.is_some());
    let crews = if personal { crews(record, site) } else { vec![None] };
    let beyond = crews.into_iter().map(|crew| beyond(permits, site, crew, on));
    let nothing = Beyond { extra: Truth::No, other_employer: Truth::No };
    let beyond = beyond.fold(nothing, |so_far, next| Beyond {
        extra: so_far.extra | next.extra,
        other_employer: so_far.other_employer | next.other_employer,
    });
    let extra = worked.clone() & beyond.extra;
    let other_employer = worked.clone() & beyond.other_employer;
    SiteUse { site, worked, extra, other_employer, permit: nearest(permits, site, on) }
}

/// The worker groups that work at a site, each by its id: those that it names, else all of the record. One that stands for
/// everybody (`None`) where nobody says which groups there are.
#[must_use]
pub fn crews<'r>(record: view::Record<'r>, site: view::Worksite<'r>) -> Vec<Option<&'r str>> {
    let named = site.raw().worker_groups.iter().flat_map(|groups| &groups.items).map(String::as_str);
    let all = record.raw().workers.iter().flat_map(|workers| &workers.items).filter_map(|group| group.id.as_deref());
    let mut crews: Vec<_> = named.map(Some).collect();
    if crews.is_empty() {
        crews.extend(all.map(Some));
    }
    if crews.is_empty() {
        crews.push(None);
    }
    crews
}

/// Whether an entry that names these worker groups is about a crew; one that names none is about all.
#[must_use]
pub fn is_about(groups: Option<&v1::IdList>, crew: Option<&str>) -> bool {
    match (groups, crew) {
        (Some(groups), Some(crew)) => groups.items.iter().any(|id| id == crew),
        _ => true,
    }
}

/// Whether a site is worked by a crew for an employer whom none of its valid permits names.
#[must_use]
pub fn for_other_employer<'r>(
    record: view::Record<'r>,
    site: view::Worksite<'r>,
    crew: Option<&str>,
    on: Date,
) -> Truth {
    let worked = worked(record, site, on);
    match record.permits().get() {
        Ok(permits) => worked & beyond(permits, site, crew, on).other_employer,
        Err(missing) => worked & Truth::Unknown(missing),
    }
}

/// How a site goes beyond the permits of a crew, if it is worked.
struct Beyond {
    extra: Truth,
    other_employer: Truth,
}

fn beyond<'r>(permits: crate::Each<'r, v1::Permit>, site: view::Worksite<'r>, crew: Option<&str>, on: Date) -> Beyond {
    let any = |test: &dyn Fn(view::Permit<'r>) -> Truth| {
        let theirs = permits.iter().filter(|permit| is_about(permit.raw().worker_groups.as_ref(), crew));
        Truth::any(theirs.map(|permit| valid(permit, on) & test(permit)))
    };
    let covered = any(&|permit| covers(permit, site));
    // Asked of one permit at a time, so that a doubt about its dates alone leaves nothing open.
    let extra = any(&|permit| !covers(permit, site)) & !covered;
    let other_employer = extra.clone() & !any(&|permit| employs(permit, site));
    Beyond { extra, other_employer }
}

/// Whether a permit names a site and the employer there, whatever its dates.
#[must_use]
pub fn covers<'r>(permit: view::Permit<'r>, site: view::Worksite<'r>) -> Truth {
    names(permit, site) & employs(permit, site)
}

/// Whether a permit names a site.
fn names(permit: view::Permit<'_>, site: view::Worksite<'_>) -> Truth {
    let listed = permit.worksites().get();
    match (listed, site.id().get()) {
        (Ok(listed), Ok(id)) => Truth::from(listed.iter().any(|named| named == id)),
        (Err(missing), _) | (_, Err(missing)) => Truth::Unknown(missing),
    }
}

/// Whether the site is worked for the permit's employer. A site that names no employer is.
fn employs<'r>(permit: view::Permit<'r>, site: view::Worksite<'r>) -> Truth {
    site.employer().recorded().map_or(Truth::Yes, |employer| permit.employer().is(employer))
}

/// The valid permit that comes nearest to covering a site, whosever it is.
fn nearest<'r>(permits: crate::Each<'r, v1::Permit>, site: view::Worksite<'r>, on: Date) -> Option<view::Permit<'r>> {
    let rank = |permit: &view::Permit<'r>| match (names(*permit, site), employs(*permit, site)) {
        (Truth::Yes, Truth::Yes) => 0,
        (Truth::Yes, _) => 1,
        (_, Truth::Yes) => 2,
        _ => 3,
    };
    permits.iter().filter(|permit| valid(*permit, on).is_yes()).min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Trace, Viewed, cases};

    /// Every site in use: its id, then whether it is extra, of another employer, and the nearest permit.
    fn check(record: &v1::Record, on: &str, expected: &str) {
        let trace = Trace::new();
        let record = record.view(trace.root());
        let letter = |truth: &Truth| match truth {
            Truth::Yes => 'y',
            Truth::No => 'n',
            Truth::Unknown(_) => '?',
        };
        let mut shown = Vec::new();
        for found in in_use(record, Date::read(on).unwrap()) {
            let id = |id: &Option<String>| id.clone().unwrap_or_default();
            let permit = found.permit.map_or_else(|| "-".to_owned(), |permit| id(&permit.raw().id));
            let (extra, other) = (letter(&found.extra), letter(&found.other_employer));
            shown.push(format!("{} {extra}{other} {permit}", id(&found.site.raw().id)));
        }
        assert_eq!(shown.join(", "), expected, "{on}");
    }

    #[test]
    fn a_second_site_is_extra_from_its_first_day() {
        let genco = cases::c01();
        check(&genco, "2014-05-24", "");
        check(&genco, "2015-02-28", "hotels nn q1");
        check(&genco, "2015-03-01", "hotels nn q1, second yy q1");
    }

    #[test]
    fn the_same_employers_other_site_is_extra_but_not_anothers() {
        let mut record = cases::c01();
        record.worksites.as_mut().unwrap().items[1].employer = None;
        check(&record, "2015-06-01", "hotels nn q1, second yn q1");
        record.worksites.as_mut().unwrap().items[1].employer = Some("host".into());
        check(&record, "2015-06-01", "hotels nn q1, second yn q1");
        // A permit for the other employer covers it; one that has ended does not.
        let mut other = record.permits.as_ref().unwrap().items[0].clone();
        other.id = Some("q2".into());
        other.employer = Some("other".into());
        other.worksites = Some(cases::ids(&["second"]));
        other.valid_to = Some("2016-01-01".into());
        record.permits.as_mut().unwrap().items.push(other);
        record.worksites.as_mut().unwrap().items[1].employer = Some("other".into());
        check(&record, "2015-06-01", "hotels nn q1, second nn q2");
        check(&record, "2016-01-01", "hotels nn q1, second yy q1");
    }

    #[test]
    fn one_permit_of_the_employer_there_is_enough() {
        let mut record = cases::c01();
        record.worksites.as_mut().unwrap().items[1].employer = Some("other".into());
        let other =
            v1::Permit { employer: Some("other".into()), ..cases::permit("q2", "2014-05-20", None, &["hotels"]) };
        record.permits.as_mut().unwrap().items.push(other);
        check(&record, "2015-06-01", "hotels nn q1, second yn q2");
    }

    /// A permit is the workers' own: what one group may do says nothing about another.
    #[test]
    fn another_groups_permit_covers_nothing() {
        let mut record = cases::c01();
        let own = record.permits.as_ref().unwrap().items[0].clone();
        let others = v1::Permit {
            id: Some("q2".into()),
            employer: Some("other".into()),
            worksites: Some(cases::ids(&["second"])),
            worker_groups: Some(cases::ids(&["b"])),
            ..own.clone()
        };
        let own = v1::Permit { worker_groups: Some(cases::ids(&["a"])), ..own };
        record.permits.as_mut().unwrap().items = vec![own, others];
        let group = |id: &str| v1::WorkerGroup { id: Some(id.into()), ..v1::WorkerGroup::default() };
        record.workers.as_mut().unwrap().items = vec![group("a"), group("b")];
        let sites = record.worksites.as_mut().unwrap();
        sites.items[0].worker_groups = Some(cases::ids(&["a"]));
        sites.items[1].employer = Some("other".into());
        let at_second = |record: &v1::Record, groups: &[&str]| {
            let mut record = record.clone();
            record.worksites.as_mut().unwrap().items[1].worker_groups = Some(cases::ids(groups));
            record
        };
        check(&at_second(&record, &["b"]), "2015-06-01", "hotels nn q1, second nn q2");
        check(&at_second(&record, &["a"]), "2015-06-01", "hotels nn q1, second yy q2");
        check(&at_second(&record, &["a", "b"]), "2015-06-01", "hotels nn q1, second yy q2");
        // Nobody says who works there: any of them may. A group without a permit has none to go beyond.
        check(&at_second(&record, &[]), "2015-06-01", "hotels nn q1, second yy q2");
        check(&record, "2015-06-01", "hotels nn q1, second yy q2");
        check(&at_second(&record, &["c"]), "2015-06-01", "hotels nn q1, second nn q2");
        record.workers = None;
        check(&record, "2015-06-01", "hotels nn q1, second nn q2");
    }

    /// A permit that names nobody is everybody's, beside others that name their groups.
    #[test]
    fn permits_of_all_and_of_some() {
        let mut record = cases::c01();
        let all = record.permits.as_ref().unwrap().items[0].clone();
        let others = v1::Permit {
            id: Some("q2".into()),
            worksites: Some(cases::ids(&["second"])),
            worker_groups: Some(cases::ids(&["b"])),
            ..all.clone()
        };
        record.permits.as_mut().unwrap().items = vec![all.clone(), others];
        let sites = record.worksites.as_mut().unwrap();
        sites.items[1].employer = None;
        let at_second = |groups: &[&str]| {
            let mut record = record.clone();
            record.worksites.as_mut().unwrap().items[1].worker_groups = Some(cases::ids(groups));
            record
        };
        check(&at_second(&["b"]), "2015-06-01", "hotels nn q1, second nn q2");
        check(&at_second(&["a"]), "2015-06-01", "hotels nn q1, second yn q2");
        // Where nobody says who works, whoever does may go beyond the permit of some.
        let own = v1::Permit { worker_groups: Some(cases::ids(&["a"])), ..all };
        record.permits.as_mut().unwrap().items = vec![own];
        record.workers = None;
        check(&record, "2015-06-01", "hotels nn q1, second yn q1");
    }

    #[test]
    fn work_of_a_crew_for_another_employer() {
        let asked = |record: &v1::Record, site: usize, crew: &str, on: &str| {
            let trace = Trace::new();
            let view = record.view(trace.root());
            let site = view.worksites().recorded().unwrap().iter().nth(site).unwrap();
            for_other_employer(view, site, Some(crew), Date::read(on).unwrap())
        };
        let mut record = cases::c01();
        record.permits.as_mut().unwrap().items[0].worker_groups = Some(cases::ids(&["crew"]));
        for (site, crew, on, expected) in [
            (0, "crew", "2015-06-01", Truth::No),
            (1, "crew", "2015-02-28", Truth::No),
            (1, "crew", "2015-03-01", Truth::Yes),
            (1, "others", "2015-03-01", Truth::No),
        ] {
            assert_eq!(asked(&record, site, crew, on), expected, "{site} {crew} {on}");
        }
        record.permits = None;
        assert_eq!(asked(&record, 1, "crew", "2015-02-28"), Truth::No);
        assert!(matches!(asked(&record, 1, "crew", "2015-03-01"), Truth::Unknown(_)));
    }

    #[test]
    fn one_extra_site_is_enough() {
        for (on, expected) in [("2015-02-28", Truth::No), ("2015-03-01", Truth::Yes)] {
            let record = cases::c01();
            let trace = Trace::new();
            assert_eq!(any_extra(record.view(trace.root()), Date::read(on).unwrap()), expected, "{on}");
        }
        // A site that is not worked is not extra, whatever the permits would say.
        let record = v1::Record { permits: None, ..cases::c01() };
        let trace = Trace::new();
        let view = record.view(trace.root());
        let second = view.worksites().recorded().unwrap().iter().nth(1).unwrap();
        assert_eq!(of(view, second, Date::of(2015, 2, 28)).extra, Truth::No);
    }

    /// One that names the site comes before one of the employer, and both before either; the order in the record counts for
    /// nothing.
    #[test]
    fn the_nearest_permit() {
        let mut record = cases::c01();
        let base = record.permits.as_ref().unwrap().items[0].clone();
        record.worksites.as_mut().unwrap().items[1].employer = Some("other".into());
        let permit = |id: &str, employer: &str, site: &str| {
            let mut permit = base.clone();
            permit.id = Some(id.into());
            permit.employer = Some(employer.into());
            permit.worksites = Some(cases::ids(&[site]));
            permit
        };
        let ranked = [
            permit("d", "host", "hotels"),
            permit("c", "other", "hotels"),
            permit("b", "host", "second"),
            permit("a", "other", "second"),
        ];
        let nearest = |permits: Vec<v1::Permit>| {
            let mut record = record.clone();
            record.permits.as_mut().unwrap().items = permits;
            let trace = Trace::new();
            let found = in_use(record.view(trace.root()), Date::read("2015-06-01").unwrap());
            found[1].permit.and_then(|permit| permit.raw().id.clone()).unwrap()
        };
        for best in 0..ranked.len() {
            let upward = ranked[..=best].to_vec();
            let downward: Vec<_> = upward.iter().rev().cloned().collect();
            let expected = ranked[best].id.clone().unwrap();
            assert_eq!(nearest(upward), expected);
            assert_eq!(nearest(downward), expected);
        }
    }

    #[test]
    fn no_valid_permit_leaves_nothing_to_go_beyond() {
        let shipyard = cases::c02();
        check(&shipyard, "2014-10-01", "yard nn -");
        check(&shipyard, "2016-10-01", "yard nn p1");
        check(&shipyard, "2018-06-01", "yard nn p2");
        check(&shipyard, "2020-01-10", "yard nn -");
    }

    #[test]
    fn absence_stays_open() {
        let absent = |change: fn(&mut v1::Record)| {
            let mut record = cases::c01();
            change(&mut record);
            record
        };
        let permit = |record: &mut v1::Record| record.permits.as_mut().unwrap().items.remove(0);
        let put = |record: &mut v1::Record, p: v1::Permit| record.permits.as_mut().unwrap().items.push(p);
        check(&absent(|r| r.permits = None), "2015-06-01", "hotels ?? -, second ?? -");
        check(&absent(|r| r.permits = Some(v1::Permits::default())), "2015-06-01", "hotels nn -, second nn -");
        check(&absent(|r| r.deployment = None), "2015-02-01", "hotels nn q1");
        check(&absent(|r| r.deployment = None), "2015-06-01", "hotels nn q1, second ?? q1");
        let mut record = cases::c01();
        let mut changed = permit(&mut record);
        changed.employer = None;
        put(&mut record, changed.clone());
        check(&record, "2015-06-01", "hotels nn q1, second y? q1");
        changed.worksites = None;
        permit(&mut record);
        put(&mut record, changed);
        check(&record, "2015-06-01", "hotels ?n q1, second ?? q1");
        check(
            &absent(|r| r.permits.as_mut().unwrap().items[0].valid_from = None),
            "2015-06-01",
            "hotels nn -, second ?? -",
        );
    }
}
