//! Changes of a rule's declaration, where the engine reads the rules. Put into the copy of the kit by the tool `mutants`.

use std::{collections::BTreeSet, sync::Mutex};

use comity_facts::{
    mutant::{self, Mutant, Near},
    v1::Certainty,
};

use crate::{Check, Rule, Validity};

impl mutant::Near for Validity {
    fn count(&self) -> usize {
        self.from.count() + self.to.count()
    }
    fn near(&self, nth: usize, by: i8) -> Self {
        let mut nth = nth as isize;
        Self { from: mutant::part(&self.from, &mut nth, by), to: mutant::part(&self.to, &mut nth, by) }
    }
}

/// A rule, or the one of which a declaration is changed.
pub(crate) fn changed(rule: &'static Rule) -> &'static Rule {
    match mutant::active() {
        Mutant::Rule(id, what, nth, by) if id == rule.id => {
            static CHANGED: std::sync::OnceLock<&'static Rule> = std::sync::OnceLock::new();
            CHANGED.get_or_init(|| mutant::keep(change(rule, what, *nth, *by)))
        }
        Mutant::Record(file) => {
            record(file, rule);
            rule
        }
        _ => rule,
    }
}

fn change(rule: &'static Rule, what: &str, nth: usize, by: i8) -> Rule {
    let mut changed = *rule;
    match what {
        "from" | "to" => changed.in_force = mutant::keep(shifted(rule.in_force, what, nth, by)).as_slice(),
        "low" => changed.certainty = Certainty::Low,
        "verified" => changed.certainty = Certainty::Verified,
        "needs" => changed.needs = without(rule.needs, nth),
        "role" => {
            let mut nth = nth as isize;
            changed.check = without_role(rule.check, &mut nth);
        }
        "check" => {
            if let Check::Several(checks) = rule.check {
                changed.check = Check::Several(without(checks, nth));
            }
        }
        other => unreachable!("{other}"),
    }
    changed
}

fn shifted(in_force: &[Validity], what: &str, nth: usize, by: i8) -> Vec<Validity> {
    let mut changed = in_force.to_vec();
    let validity = &mut changed[nth];
    match what {
        "from" => validity.from = validity.from.near(0, by),
        _ => validity.to = validity.to.near(0, by),
    }
    changed
}

fn without<T: Copy>(all: &[T], nth: usize) -> &'static [T] {
    let kept: Vec<T> = all.iter().enumerate().filter(|(index, _)| *index != nth).map(|(_, one)| *one).collect();
    mutant::keep(kept).as_slice()
}

fn without_role(check: Check, nth: &mut isize) -> Check {
    match check {
        Check::Party(roles, asked) => {
            let count = self::roles(check) as isize;
            let kept = if (0..count).contains(nth) { without(roles, *nth as usize) } else { roles };
            *nth -= count;
            Check::Party(kept, asked)
        }
        Check::Several(checks) => {
            Check::Several(mutant::keep(checks.iter().map(|check| without_role(*check, nth)).collect::<Vec<_>>()))
        }
        other => other,
    }
}

/// One without company: no role at all would mean every role.
fn roles(check: Check) -> usize {
    match check {
        Check::Party(roles, _) if roles.len() > 1 => roles.len(),
        Check::Several(checks) => checks.iter().map(|check| roles(*check)).sum(),
        _ => 0,
    }
}

fn record(file: &str, rule: &Rule) {
    static SEEN: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    if !SEEN.lock().unwrap().insert(rule.id) {
        return;
    }
    let ends: Vec<_> = rule.in_force.iter().map(|v| if v.to.is_some() { "ft" } else { "f" }).collect();
    let low = if rule.certainty == Certainty::Low { "verified" } else { "low" };
    let checks = if let Check::Several(checks) = rule.check { checks.len() } else { 0 };
    let line =
        format!("rule\t{}\t{}\t{low}\t{}\t{}\t{checks}\n", rule.id, ends.join(" "), rule.needs.len(), roles(rule.check));
    mutant::write(file, &line);
}
