//! The skeleton of a host country's law: building blocks that take a country's figures, and tables that several jurisdictions read.
//! A plugin's rows say which block they are, with which figures, in force when.

mod limits;
mod papers;
mod pay;
mod place;
mod stay;
mod time;
mod titles;
pub mod union;

pub use limits::{HOSTS, Host, MiddayBan, QATAR, QATAR_2007, QATAR_2021, is_sheltered};
pub use papers::papers_taken;
pub use pay::{Minimum, Step, below_minimum, lawful_deductions, to_others, unlawful_deduction};
pub use place::work_in;
pub use stay::{STAY, Stay, stay, third_country};
pub use time::{TimeLimit, over};
pub use titles::{COVERED, covered};
