//! What the dossier says of a referral: who files it, whether remedies are exhausted, whether notice was given.

use comity_sdk::{facts::Days, prelude::*, v1::Finding};

use crate::triggers::{had_begun, is_blocked};

/// Who files.
pub(crate) const FILER: &[&str] = &["dossier.filer"];
/// What makes a complaint admissible.
pub(crate) const ADMISSIBILITY: &[&str] = &[
    "dossier.filer",
    "dossier.remedies_exhausted_on",
    "dossier.remedies_ineffective",
    "dossier.anonymous",
    "dossier.pending_elsewhere",
];
/// Notice to the host State and the firm, and their reply; when what it is about was first found.
pub(crate) const NOTICE: &[&str] = &["dossier.notice_sent_on", "dossier.reply_on", "dossier.first_found_on"];

/// Host State and firm have so long to answer a notice: a figure of the catalogue, not of a law.
const REPLY_DAYS: Days = 60;

/// The dossier; rules that read it need it.
///
/// # Errors
/// If it is absent.
pub(crate) fn dossier<'r>(case: &Case<'r>) -> Result<view::Dossier<'r>, Missing> {
    case.record.dossier().get()
}

/// A body that takes something only from some: where another files, that is said instead.
pub(crate) fn only_from(case: &Case<'_>, answer: Answer, filers: &[Filer], who: &'static str) -> Answer {
    const OTHER: &str = "This body takes it only from {who}, whom the filer may inform: {rules}.";
    let filer = case.record.dossier().recorded().and_then(|dossier| dossier.filer().recorded());
    let other = filer.is_some_and(|filer| !filers.contains(&filer));
    let answer = answer.with("who", who);
    if other && !is_blocked(case) { answer.says("filer", OTHER).unreferred() } else { answer }
}

/// A condition of admissibility, and what is said where it fails.
pub(crate) type Condition = (Truth, &'static str);

/// A way that is open only if all its conditions hold: where one fails that is said, where one is not known its field is asked for.
pub(crate) fn if_all(answer: Answer, conditions: &[Condition]) -> Checked {
    let failing: Vec<_> =
        conditions.iter().filter(|(holds, _)| holds.is_no()).map(|(_, otherwise)| *otherwise).collect();
    if !failing.is_empty() {
        return Ok(closed(answer, &failing.join("; ")));
    }
    match Truth::all(conditions.iter().map(|(holds, _)| holds.clone())) {
        Truth::Unknown(missing) => Err(missing),
        Truth::Yes | Truth::No => Ok(answer),
    }
}

/// The way is not open, and why.
pub(crate) fn closed(answer: Answer, why: &str) -> Answer {
    answer.with("why", why).says(CLOSED, "Not open for {rules}: {why}.").unreferred()
}

/// The suffix of the key of what is not open.
pub(crate) const CLOSED: &str = "closed";
/// Suffixes of the keys of findings that name no way that is open to this filer on this day.
pub(crate) const NO_WAY: [&str; 7] = [CLOSED, "filer", "ended", "hold", "ratification", "blocked", "earlier"];

impl Standing<'_> {
    /// Domestic remedies are exhausted by the evaluation date.
    pub(crate) fn exhausted(&self) -> Truth {
        self.dossier.remedies_exhausted_on().holds(|day| day <= self.as_of)
    }

    /// The day on which they were exhausted, if it has come.
    pub(crate) fn decided(&self) -> Option<Date> {
        self.dossier.remedies_exhausted_on().recorded().filter(|day| *day <= self.as_of)
    }

    /// They are exhausted, or ineffective or unreasonably prolonged.
    pub(crate) fn exhausted_or_ineffective(&self) -> Truth {
        self.exhausted() | self.dossier.remedies_ineffective().yes()
    }

    /// The dossier has a name on it.
    pub(crate) fn named(&self) -> Truth {
        !self.dossier.anonymous().yes()
    }

    /// The same matter is before no other international procedure.
    pub(crate) fn not_pending(&self) -> Truth {
        !self.dossier.pending_elsewhere().yes()
    }

    /// One of these files.
    pub(crate) fn filed_by(&self, filers: &[Filer]) -> Truth {
        self.dossier.filer().is_in(filers)
    }
}

/// A dossier on a day.
pub(crate) struct Standing<'r> {
    pub(crate) dossier: view::Dossier<'r>,
    pub(crate) as_of: Date,
}

impl<'r> Standing<'r> {
    /// # Errors
    /// If there is no dossier.
    pub(crate) fn of(case: &Case<'r>) -> Result<Self, Missing> {
        Ok(Self { dossier: dossier(case)?, as_of: case.as_of })
    }

    /// The day of the notice; a notice is claimed by its day.
    pub(crate) fn notice(&self) -> Option<Date> {
        self.dossier.notice_sent_on().recorded().filter(|sent| *sent <= self.as_of)
    }

    /// The last day for an answer to the notice.
    pub(crate) fn reply_due(&self) -> Option<Date> {
        self.notice().map(|sent| sent.plus_days(REPLY_DAYS))
    }

    /// The day of the notice, where the time for an answer is over.
    pub(crate) fn unremedied_since(&self) -> Option<Date> {
        self.notice().filter(|sent| sent.plus_days(REPLY_DAYS) < self.as_of)
    }

    /// The day of the answer to the notice; what came before it is none.
    pub(crate) fn reply(&self) -> Option<Date> {
        let sent = self.notice()?;
        self.dossier.reply_on().recorded().filter(|day| sent <= *day && *day <= self.as_of)
    }

    /// Of some findings those of which notice was given, since they had begun by then; and those that began later.
    pub(crate) fn by_notice<'f>(
        &self,
        case: &Case<'_>,
        findings: Vec<&'f Finding>,
    ) -> (Vec<&'f Finding>, Vec<&'f Finding>) {
        let first_found = self.dossier.first_found_on().recorded();
        let noticed =
            |finding: &&Finding| self.notice().is_some_and(|sent| had_begun(case, finding, first_found, sent));
        findings.into_iter().partition(noticed)
    }
}
