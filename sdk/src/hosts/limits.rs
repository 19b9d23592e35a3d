//! Midday bans on work in the open, and the limits that the indicators of forced labour are held against. One place for each
//! figure; the source stands beside it.

use comity_facts::{
    Date, Decimal, TimeOfDay, Truth,
    indicators::{LocalLimits, SiteLimits},
    view,
};

use super::mornings::long_morning;
use crate::{About, Case, Shared};

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
    /// Longest lawful working week in minutes, overtime included, from this day on. `None`: no such limit is known.
    pub week_max_minutes: Option<(Date, u32)>,
    /// Least floor area for each worker in square metres, from this day on. `None`: no such limit is known.
    pub area_m2_min: Option<(Date, Decimal)>,
    /// Work stops above this wet-bulb globe temperature, in degrees Celsius, from this day on.
    pub wbgt_max: Option<(Date, Decimal)>,
    /// Midday bans, one after the other.
    pub midday_bans: &'static [MiddayBan],
    /// The bans spare places that are shaded and ventilated.
    pub spares_shelter: bool,
}

/// Host countries of which the catalogue has such a limit.
const HOSTS: &[Host] = &[QATAR, POLAND, KUWAIT, EMIRATES, MALTA];

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

/// Law 14/2004 (row qa.hours.week60).
pub const QATAR_WEEK_MINUTES: u32 = 60 * 60;
/// Ministerial Order 18/2014 (row qa.housing).
pub const QATAR_AREA_M2: Decimal = Decimal::from_parts(6, 0, 0, false, 0);
/// Ministerial Decision 17/2021 (row qa.heat.wbgt).
pub const QATAR_WBGT: Decimal = Decimal::from_parts(321, 0, 0, false, 1);

/// Qatar, by its code.
const QAT: &str = "QAT";

/// What these rows say, and those on the heat.
const QATAR: Host = Host {
    country: QAT,
    week_max_minutes: Some((Date::of(2005, 1, 1), QATAR_WEEK_MINUTES)),
    area_m2_min: Some((Date::of(2014, 1, 1), QATAR_AREA_M2)),
    wbgt_max: Some((QATAR_2021.since, QATAR_WBGT)),
    midday_bans: &[QATAR_2007, QATAR_2021],
    spares_shelter: true,
};

/// Labour Code: 48 hours on average, overtime included (hosts table of the catalogue).
const POLAND: Host = Host {
    country: "POL",
    week_max_minutes: Some((Date::of(2004, 1, 1), 48 * 60)),
    area_m2_min: None,
    wbgt_max: None,
    midday_bans: &[],
    spares_shelter: false,
};

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
    spares_shelter: false,
};

/// Ministerial Resolution 44/2022 and its predecessors, from about 2005 (row ae.heat); 144 hours in three weeks, overtime included
/// (row ae.hours).
const EMIRATES: Host = Host {
    country: "ARE",
    week_max_minutes: Some((Date::of(2022, 2, 2), 48 * 60)),
    area_m2_min: None,
    wbgt_max: None,
    midday_bans: &[MiddayBan {
        since: Date::of(2005, 1, 1),
        until: None,
        season: [(6, 15), (9, 15)],
        from: TimeOfDay::of(12, 30),
        to: TimeOfDay::of(15, 0),
    }],
    spares_shelter: false,
};

/// Organisation of Working Time Regulations: 48 hours on average (row mt.hours).
const MALTA: Host = Host {
    country: "MLT",
    week_max_minutes: Some((Date::of(2004, 1, 1), 48 * 60)),
    area_m2_min: None,
    wbgt_max: None,
    midday_bans: &[],
    spares_shelter: false,
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
    HOSTS.iter().find(|host| host.country == country).map_or(Truth::No, |host| host.midday_ban(day, work))
}

/// Whether a place of work in the heat is shaded and ventilated, which midday bans spare.
#[must_use]
pub fn is_sheltered(heat: view::HeatExposure<'_>) -> Truth {
    heat.shade().yes() & heat.ventilated().yes()
}

impl Host {
    /// Whether work went on in the hours of a midday ban that the country has on the day.
    fn midday_ban(&self, day: Date, work: view::WorkInterval<'_>) -> Truth {
        Truth::any(self.midday_bans.iter().filter(|ban| ban.is_in_force(day)).map(|ban| ban.broken(day, work)))
    }

    /// The limits of one of its places of work on a day.
    fn limits(&self, site: Option<&str>, on: Date) -> SiteLimits {
        SiteLimits {
            site: site.map(str::to_owned),
            week_max_minutes: in_force(self.week_max_minutes, on),
            area_m2_min: in_force(self.area_m2_min, on),
        }
    }
}

impl<'r> Case<'r> {
    /// The limits of the host countries on the day of the fact, at each site where an entry's work is done.
    #[must_use]
    pub fn local_limits(&self, entry: impl About<'r>) -> LocalLimits {
        let host_of = |site: view::Worksite<'r>| {
            let country = site.country().recorded()?;
            HOSTS.iter().find(|host| host.country == country)
        };
        let limits = |site: view::Worksite<'r>| Some(host_of(site)?.limits(site.raw().id.as_deref(), self.day()));
        let sites = self.sites_of(entry).filter_map(limits).collect();
        LocalLimits { sites, heat_broken: self.heat_broken(), ..LocalLimits::none() }
    }

    /// The indicators on a day, under the limits of the host countries where an entry's work is done; these make no evidence.
    pub fn assessed(&self, entry: impl About<'r>, day: Date) -> Shared<'r> {
        let limits = self.quietly(|| self.local_limits(entry));
        self.assessment(day, limits)
    }

    /// Whether a limit on work in the heat was broken by the day of the fact; open where heat, or what decides, is absent.
    fn heat_broken(&self) -> Truth {
        match self.record.heat().get() {
            Ok(exposures) => first_yes(exposures.iter().map(|heat| self.broken_at(heat))),
            Err(missing) => missing.into(),
        }
    }

    fn broken_at(&self, heat: view::HeatExposure<'r>) -> Truth {
        let codes: Vec<&str> = match heat.raw().site.as_deref().and_then(|id| self.site(id)) {
            Some(site) => site.country().recorded().into_iter().collect(),
            None => self.sites().filter_map(|site| site.country().recorded()).collect(),
        };
        let hosts = HOSTS.iter().filter(|host| codes.contains(&host.country));
        first_yes(hosts.map(|host| {
            let midday = self.worked_at_midday(host, heat);
            if midday.is_yes() {
                midday
            } else {
                midday | self.worked_in_heat(host, heat) | self.worked_long(host, heat)
            }
        }))
    }

    fn worked_at_midday(&self, host: &Host, heat: view::HeatExposure<'r>) -> Truth {
        if host.midday_bans.iter().all(|ban| self.day() < ban.since) {
            return Truth::No;
        }
        let intervals = match heat.outdoor_intervals().get() {
            Ok(intervals) => intervals,
            Err(missing) => return missing.into(),
        };
        first_yes(intervals.iter().map(|work| {
            let banned = match work.date().get() {
                Ok(day) if day <= self.day() => host.midday_ban(day, work),
                Ok(_) => Truth::No,
                Err(missing) => missing.into(),
            };
            // Whether a shelter spares it is a fact of the act: absent, it is for review.
            let spared = host.spares_shelter && !banned.is_no();
            if spared { banned & !is_sheltered(heat).or_review() } else { banned }
        }))
    }

    /// Longer mornings than Qatar allowed.
    fn worked_long(&self, host: &Host, heat: view::HeatExposure<'r>) -> Truth {
        if host.country != QAT || self.day() < QATAR_2007.since {
            return Truth::No;
        }
        let long = long_morning(heat, self.day());
        if long.is_no() { long } else { long & !is_sheltered(heat).or_review() }
    }

    fn worked_in_heat(&self, host: &Host, heat: view::HeatExposure<'r>) -> Truth {
        let Some((since, most)) = host.wbgt_max.filter(|(since, _)| *since <= self.day()) else { return Truth::No };
        let readings = match heat.wbgt_readings().get() {
            Ok(readings) => readings,
            Err(missing) => return missing.into(),
        };
        first_yes(readings.iter().map(|reading| {
            let in_force = reading.date().holds(|day| since <= day && day <= self.day());
            let hot = reading.celsius().holds(|degrees| degrees > most);
            in_force & hot & reading.work_continued().yes()
        }))
    }
}

/// A figure, from its first day on.
fn in_force<T>(figure: Option<(Date, T)>, on: Date) -> Option<T> {
    figure.filter(|(since, _)| *since <= on).map(|(_, figure)| figure)
}

/// Whether one of them holds; what comes after the first that does is not looked at.
fn first_yes(all: impl Iterator<Item = Truth>) -> Truth {
    let mut so_far = Truth::No;
    for next in all {
        so_far = so_far | next;
        if so_far.is_yes() {
            break;
        }
    }
    so_far
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bans_of_a_country_follow_each_other() {
        for host in HOSTS {
            for pair in host.midday_bans.windows(2) {
                let [before, after] = pair else { continue };
                assert_eq!(before.until, Some(after.since), "{}: a gap or an overlap", host.country);
            }
            for ban in host.midday_bans {
                let [first, last] = ban.season;
                assert!(first < last && ban.from < ban.to, "{}: {ban:?}", host.country);
            }
        }
    }
}
