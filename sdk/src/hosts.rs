//! The skeleton of a host country's law: building blocks that take a country's figures, and tables that several jurisdictions read.
//! A plugin's rows say which block they are, with which figures, in force when.

mod beyond;
mod crime;
mod limits;
mod mornings;
mod papers;
mod pay;
mod place;
mod stay;
mod terms;
mod time;
mod titles;
mod together;
pub mod union;

pub use beyond::{is_beyond_malaysian_law, is_beyond_qatari_law};
pub use crime::{HEAT, trafficking, trafficking_at, trafficking_by};
pub use limits::{
    Host, MiddayBan, QATAR_2007, QATAR_2021, QATAR_AREA_M2, QATAR_WBGT, QATAR_WEEK_MINUTES, is_sheltered, midday_ban,
};
pub use papers::{PAPERS, holder, papers_taken, passport};
pub use pay::{
    INTERVAL, Minimum, Paid, Step, below_for_period, below_minimum, below_monthly, deducted, deducted_above,
    foreign_currency, is_tax, later_than, lawful_deductions, lawful_tax, not_to_worker, or_unpaid, paid_for,
    rarer_than, unlawful_deduction,
};
pub use place::{LINE, WORK, id, placed, work_in};
pub use stay::{STAY, Stay, stay, third_country};
pub use terms::{REGION, TRADE, for_work_in, in_region, in_trade};
pub use time::{
    HOURS, HolidayPay, Ordinary, PREMIUM, TimeLimit, WEEKLY_REST, holiday_pay, long_day, long_week, low_premium,
    low_rest_day_premium, over, overtime, short_weekly_rest,
};
pub use titles::{
    COVERED, FOR_ANOTHER, RESIDES, SERVES, TO_NORTH_KOREANS, covered, for_another, foreign, permitted, resides, serves,
    to_north_koreans,
};
pub use together::{TOGETHER, is_after, unless_together};
