//! Midday bans on work in the open, and the limits that the indicators of forced labour are held against. One place for each
//! figure; the source stands beside it.

use comity_facts::{Date, Decimal, TimeOfDay, Truth, indicators::LocalLimits, view};

use crate::{About, Case};

/// Hours of a season in which nobody may work in the open.
#[derive(Clone, Copy, Debug)]
pub struct MiddayBan {
    /// In force from this day.
    pub since: Date,
    /// In force until the day before this one; open without it.
    pub until: Option<Date>,
    /// First and last day of the season, month and day; both belong to it.
    pub season: [(i8, i8); 2],
    /// From this time of day.
    pub from: TimeOfDay,
    /// Until this time of day, which is free again.
    pub to: TimeOfDay,
}

/// Limits of one host country.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// Longest lawful working week in minutes, overtime included. `None`: no such limit is known.
    pub week_max_minutes: Option<u32>,
    /// Least floor area for each worker in square metres. `None`: no such limit is known.
    pub area_m2_min: Option<Decimal>,
    /// Work stops above this wet-bulb globe temperature, in degrees Celsius, from this day on.
    pub wbgt_max: Option<(Date, Decimal)>,
    /// Midday bans, one after the other.
    pub midday_bans: &'static [MiddayBan],
}

/// Host countries of which the catalogue has such a limit.
pub const HOSTS: &[Host] = &[QATAR, POLAND, KUWAIT, EMIRATES];

/// Ministerial Decision 16/2007.
pub const QATAR_2007: MiddayBan = MiddayBan {
    since: Date::of(2007, 1, 1),
    until: Some(Date::of(2021, 5, 27)),
    season: [(6, 15), (8, 31)],
    from: TimeOfDay::of(11, 30),
    to: TimeOfDay::of(15, 0),
};

/// Ministerial Decision 17/2021, put into effect at once; the day is from knowledge.
pub const QATAR_2021: MiddayBan = MiddayBan {
    since: Date::of(2021, 5, 27),
    until: None,
    season: [(6, 1), (9, 15)],
    from: TimeOfDay::of(10, 0),
    to: TimeOfDay::of(15, 30),
};

/// Law 14/2004 and Ministerial Order 18/2014; Ministerial Decisions 16/2007 and 17/2021 (rows qa.hours.week60, qa.housing, qa.heat).
pub const QATAR: Host = Host {
    country: "QAT",
    week_max_minutes: Some(60 * 60),
    area_m2_min: Some(Decimal::from_parts(6, 0, 0, false, 0)),
    wbgt_max: Some((Date::of(2021, 5, 27), Decimal::from_parts(321, 0, 0, false, 1))),
    midday_bans: &[QATAR_2007, QATAR_2021],
};

/// Labour Code: 48 hours on average, overtime included (hosts table of the catalogue).
const POLAND: Host =
    Host { country: "POL", week_max_minutes: Some(48 * 60), area_m2_min: None, wbgt_max: None, midday_bans: &[] };

/// Administrative Decision 535/2015 (row kw.heat).
const KUWAIT: Host = Host {
    country: "KWT",
    week_max_minutes: None,
    area_m2_min: None,
    wbgt_max: None,
    midday_bans: &[MiddayBan {
        since: Date::of(2015, 1, 1),
        until: None,
        season: [(6, 1), (8, 31)],
        from: TimeOfDay::of(11, 0),
        to: TimeOfDay::of(16, 0),
    }],
};

/// Ministerial Resolution 44/2022 and its predecessors, from about 2005 (row ae.heat).
const EMIRATES: Host = Host {
    country: "ARE",
    week_max_minutes: None,
    area_m2_min: None,
    wbgt_max: None,
    midday_bans: &[MiddayBan {
        since: Date::of(2005, 1, 1),
        until: None,
        season: [(6, 15), (9, 15)],
        from: TimeOfDay::of(12, 30),
        to: TimeOfDay::of(15, 0),
    }],
};

impl MiddayBan {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether a day is in its season.
    #[must_use]
    pub fn in_season(&self, day: Date) -> Truth {
        let [first, last] = self.season;
        let on = (day.month(), day.day());
        (first <= on && on <= last).into()
    }

    /// Whether work went on in its hours. An end that is absent leaves it open only where it decides.
    #[must_use]
    pub fn broken(&self, day: Date, work: view::WorkInterval<'_>) -> Truth {
        let season = self.in_season(day);
        if season.is_no() {
            return season;
        }
        let before_end = match work.from().recorded() {
            Some(from) => (from < self.to).into(),
            None => work.to().holds(|to| to <= self.to) | work.from().missing().into(),
        };
        let after_start = match work.to().recorded() {
            Some(to) => (to > self.from).into(),
            None => work.from().holds(|from| from >= self.from) | work.to().missing().into(),
        };
        before_end & after_start
    }
}

/// Whether work went on in the hours of a midday ban that a host country has on the day.
#[must_use]
pub fn midday_ban(country: &str, day: Date, work: view::WorkInterval<'_>) -> Truth {
    let host = HOSTS.iter().find(|host| host.country == country);
    let bans = host.into_iter().flat_map(|host| host.midday_bans).filter(|ban| ban.is_in_force(day));
    Truth::any(bans.map(|ban| ban.broken(day, work)))
}

/// Whether a place of work in the heat is shaded and ventilated, which midday bans spare.
#[must_use]
pub fn is_sheltered(heat: view::HeatExposure<'_>) -> Truth {
    heat.shade().yes() & heat.ventilated().yes()
}

impl<'r> Case<'r> {
    /// The limits of the host countries in which an entry's work is done: the strictest of several.
    #[must_use]
    pub fn local_limits(&self, entry: impl About<'r>) -> LocalLimits {
        let codes: Vec<&str> = self.sites_of(entry).filter_map(|site| site.country().recorded()).collect();
        let hosts = || HOSTS.iter().filter(|host| codes.contains(&host.country));
        LocalLimits {
            week_max_minutes: hosts().filter_map(|host| host.week_max_minutes).min(),
            area_m2_min: hosts().filter_map(|host| host.area_m2_min).max(),
            heat_broken: self.heat_broken(),
        }
    }

    /// Whether a limit on work in the heat is known to be broken by the evaluation date; open where heat is absent.
    fn heat_broken(&self) -> Truth {
        let exposures = match self.record.heat().get() {
            Ok(exposures) => exposures,
            Err(missing) => return missing.into(),
        };
        let broken = exposures.iter().any(|heat| self.broken_at(heat));
        broken.into()
    }

    fn broken_at(&self, heat: view::HeatExposure<'r>) -> bool {
        let codes: Vec<&str> = match heat.raw().site.as_deref().and_then(|id| self.site(id)) {
            Some(site) => site.country().recorded().into_iter().collect(),
            None => self.sites().filter_map(|site| site.country().recorded()).collect(),
        };
        HOSTS.iter().filter(|host| codes.contains(&host.country)).any(|host| {
            let by_now = |day: Option<Date>| day.filter(|day| *day <= self.as_of);
            let intervals = heat.outdoor_intervals().recorded();
            let worked = intervals.is_some_and(|intervals| {
                intervals.iter().any(|work| {
                    let Some(day) = by_now(work.date().recorded()) else { return false };
                    let bans = || host.midday_bans.iter().filter(|ban| ban.is_in_force(day));
                    bans().any(|ban| ban.broken(day, work).is_yes()) && is_sheltered(heat).is_no()
                })
            });
            let readings = heat.wbgt_readings().recorded();
            worked
                || readings.is_some_and(|readings| {
                    readings.iter().any(|reading| {
                        let (Some(day), Some((since, most))) = (by_now(reading.date().recorded()), host.wbgt_max)
                        else {
                            return false;
                        };
                        let hot = reading.celsius().holds(|degrees| degrees > most) & reading.work_continued().yes();
                        day >= since && hot.is_yes()
                    })
                })
        })
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn bans_of_a_country_follow_each_other() {
        for host in HOSTS {
            for pair in host.midday_bans.windows(2) {
                assert_eq!(pair[0].until, Some(pair[1].since), "{}: a gap or an overlap", host.country);
            }
            for ban in host.midday_bans {
                assert!(ban.season[0] < ban.season[1] && ban.from < ban.to, "{}: {ban:?}", host.country);
            }
        }
    }

    #[test]
    fn figures_of_the_hosts() {
        let day = |text: &str| Date::read(text).unwrap();
        let bans = |country: &str, on: &str| {
            let host = HOSTS.iter().find(|host| host.country == country).unwrap();
            let bans =
                host.midday_bans.iter().filter(|ban| ban.is_in_force(day(on)) && ban.in_season(day(on)).is_yes());
            bans.map(|ban| (ban.from, ban.to)).collect::<Vec<_>>()
        };
        let (half_past, noon) = (TimeOfDay::of(11, 30), TimeOfDay::of(12, 30));
        let (old, new) = ((half_past, TimeOfDay::of(15, 0)), (TimeOfDay::of(10, 0), TimeOfDay::of(15, 30)));
        let (kuwait, emirates) = ((TimeOfDay::of(11, 0), TimeOfDay::of(16, 0)), (noon, TimeOfDay::of(15, 0)));
        for (country, on, expected) in [
            ("QAT", "2006-07-01", None),
            ("QAT", "2007-06-14", None),
            ("QAT", "2007-06-15", Some(old)),
            ("QAT", "2020-08-31", Some(old)),
            ("QAT", "2020-09-01", None),
            ("QAT", "2021-05-31", None),
            ("QAT", "2021-06-01", Some(new)),
            ("QAT", "2021-09-15", Some(new)),
            ("QAT", "2021-09-16", None),
            ("KWT", "2014-07-01", None),
            ("KWT", "2015-05-31", None),
            ("KWT", "2015-06-01", Some(kuwait)),
            ("KWT", "2015-08-31", Some(kuwait)),
            ("KWT", "2015-09-01", None),
            ("ARE", "2004-07-01", None),
            ("ARE", "2005-06-14", None),
            ("ARE", "2005-06-15", Some(emirates)),
            ("ARE", "2005-09-15", Some(emirates)),
            ("ARE", "2005-09-16", None),
            ("POL", "2021-07-01", None),
        ] {
            assert_eq!(bans(country, on), expected.into_iter().collect::<Vec<_>>(), "{country} on {on}");
        }
        let ends = |ban: &MiddayBan| (ban.since, ban.until);
        let qatar: Vec<_> = QATAR.midday_bans.iter().map(ends).collect();
        let change = day("2021-05-27");
        assert_eq!(qatar, [(day("2007-01-01"), Some(change)), (change, None)]);
        assert_eq!(QATAR.wbgt_max, Some((change, "32.1".parse().unwrap())));
        assert_eq!(QATAR.area_m2_min, Some("6".parse().unwrap()));
        let weeks: Vec<_> = HOSTS.iter().map(|host| (host.country, host.week_max_minutes)).collect();
        assert_eq!(weeks, [("QAT", Some(3600)), ("POL", Some(2880)), ("KWT", None), ("ARE", None)]);
    }
}
