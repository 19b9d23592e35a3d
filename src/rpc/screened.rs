//! What screening came to, and the lists, as messages.

use comity_facts::{
    catalog,
    v1::{self, AliasQuality, GapReason, HitBand, IdentifierKind, PartyKind},
};

use crate::{
    evaluate::{self, Screening},
    screening::{
        Aligned, Band, BirthRelation, CountryRelation, DocumentEvidence, DocumentKind, Hit, Kind, Likeness, ListStatus,
        Lists, Measure, NameEvidence, NameQuality,
    },
};

/// Screening for a plugin as its part of a decision shows it.
pub(super) fn screening(screening: &Screening) -> v1::Screening {
    let gap = |gap: &evaluate::Gap| v1::ScreeningGap {
        list: gap.list.to_string(),
        reason: reason(gap.reason).into(),
        parties: gap.parties.clone(),
        detail: gap.detail.clone(),
    };
    v1::Screening {
        lists: screening.lists.iter().map(list).collect(),
        hits: screening.hits.iter().filter_map(|one| Some(hit(&one.party, one.hit()?))).collect(),
        gaps: screening.gaps.iter().map(gap).collect(),
    }
}

/// A list that was looked at.
pub(super) fn list(list: &ListStatus) -> v1::ScreenedList {
    v1::ScreenedList {
        list: list.id.to_string(),
        digest: list.digest.map(|digest| digest.to_string()).unwrap_or_default(),
        published_on: list.published_on.map(|day| day.to_string()).unwrap_or_default(),
        sample: list.sample,
    }
}

/// How the lists are, as the catalog service tells it.
#[must_use]
pub fn lists(lists: &Lists) -> catalog::ListListsResponse {
    let mut statuses: Vec<_> = lists.status().map(status).collect();
    statuses.sort_by(|a, b| a.list.cmp(&b.list));
    catalog::ListListsResponse { lists: statuses, digest: lists.digest().to_string() }
}

fn status(list: &ListStatus) -> catalog::ListStatus {
    catalog::ListStatus {
        list: list.id.to_string(),
        format: list.format.name().to_owned(),
        digest: list.digest.map(|digest| digest.to_string()).unwrap_or_default(),
        published_on: list.published_on.map(|day| day.to_string()),
        sample: list.sample,
        stale: list.stale,
        max_age_days: list.max_age_days,
        entries: list.entries as u64,
        not_understood: list.outcome.as_ref().map_or(0, |report| report.unknowns()) as u64,
        error: list.outcome.as_ref().err().map(ToString::to_string),
        kept: list.kept.as_ref().map(ToString::to_string),
        covers_from: list.covers_from.map(|day| day.to_string()),
    }
}

/// A hit with its evidence, as decisions tell it.
#[must_use]
pub fn hit(party: &str, hit: &Hit) -> v1::ScreeningHit {
    let evidence = &hit.evidence;
    v1::ScreeningHit {
        party: party.to_owned(),
        list: hit.list.to_string(),
        entry: hit.entry.clone(),
        band: band(hit.band).into(),
        score: hit.score.into(),
        kind: match hit.kind {
            Kind::Person => PartyKind::Individual,
            Kind::Entity => PartyKind::Entity,
            Kind::Vessel => PartyKind::Vessel,
            Kind::Aircraft => PartyKind::Aircraft,
        }
        .into(),
        programmes: hit.programmes.clone(),
        listed_from: hit.listed.map(|days| days.from.to_string()),
        listed_to: hit.listed.map(|days| days.to.to_string()),
        delisted_from: hit.delisted.map(|days| days.from.to_string()),
        delisted_to: hit.delisted.map(|days| days.to.to_string()),
        name: evidence.name.as_ref().map(name),
        weak_alias: evidence.weak_alias.clone(),
        birth: birth(evidence.birth).into(),
        country: match evidence.country {
            CountryRelation::Equal => v1::CountryRelation::Equal,
            CountryRelation::Differs => v1::CountryRelation::Differs,
            CountryRelation::Absent => v1::CountryRelation::Absent,
        }
        .into(),
        kind_differs: evidence.kind_differs,
        sex_differs: evidence.sex_differs,
        documents: evidence.documents.iter().map(document).collect(),
        sentence: evidence.sentence.clone(),
        measure: match hit.measure {
            Measure::Freeze => v1::ListedMeasure::Freeze,
            Measure::Restriction => v1::ListedMeasure::Restriction,
            Measure::ExportControl => v1::ListedMeasure::ExportControl,
            Measure::Unknown => v1::ListedMeasure::Unknown,
        }
        .into(),
    }
}

/// A band as the contract has it.
pub(super) fn band(band: Band) -> HitBand {
    match band {
        Band::Confirmed => HitBand::Confirmed,
        Band::Strong => HitBand::Strong,
        Band::Possible => HitBand::Possible,
        Band::Weak => HitBand::Weak,
    }
}

fn birth(relation: BirthRelation) -> v1::BirthRelation {
    match relation {
        BirthRelation::Equal => v1::BirthRelation::Equal,
        BirthRelation::Inside => v1::BirthRelation::Inside,
        BirthRelation::YearOnly => v1::BirthRelation::YearOnly,
        BirthRelation::Circa => v1::BirthRelation::Circa,
        BirthRelation::Swapped => v1::BirthRelation::Swapped,
        BirthRelation::Contradicted => v1::BirthRelation::Contradicted,
        BirthRelation::Absent => v1::BirthRelation::Absent,
    }
}

fn name(name: &NameEvidence) -> v1::NameEvidence {
    let quality = match name.quality {
        NameQuality::Primary => None,
        NameQuality::Strong => Some(AliasQuality::Strong),
        NameQuality::Former => Some(AliasQuality::Former),
        NameQuality::Weak => Some(AliasQuality::Weak),
    };
    v1::NameEvidence {
        party: name.subject.clone(),
        listed: name.listed.clone(),
        quality: quality.map(Into::into),
        similarity: name.similarity.into(),
        alignment: name.alignment.iter().map(aligned).collect(),
    }
}

fn aligned(words: &Aligned) -> v1::AlignedWords {
    let reason = match words.reason {
        Likeness::Same => v1::Likeness::Same,
        Likeness::Romanisation => v1::Likeness::Romanisation,
        Likeness::LooseRomanisation => v1::Likeness::LooseRomanisation,
        Likeness::Spelling => v1::Likeness::Spelling,
        Likeness::Initial => v1::Likeness::Initial,
        Likeness::Unmatched => v1::Likeness::Unmatched,
        Likeness::Sound => v1::Likeness::Sound,
        Likeness::Variant => v1::Likeness::Variant,
    };
    v1::AlignedWords {
        party: words.subject.clone(),
        listed: words.listed.clone(),
        similarity: words.similarity.into(),
        reason: reason.into(),
    }
}

fn document(document: &DocumentEvidence) -> v1::DocumentEvidence {
    let kind = match document.kind {
        DocumentKind::Passport => IdentifierKind::Passport,
        DocumentKind::NationalId => IdentifierKind::NationalId,
        DocumentKind::Registration => IdentifierKind::Registration,
        DocumentKind::Tax => IdentifierKind::Tax,
        DocumentKind::Imo => IdentifierKind::Imo,
        DocumentKind::Bic => IdentifierKind::Bic,
        DocumentKind::Other => IdentifierKind::Other,
    };
    v1::DocumentEvidence {
        kind: kind.into(),
        party: document.subject.clone(),
        listed: document.listed.clone(),
        country: document.country.map(|country| country.to_string()),
        agrees: document.agrees,
    }
}

pub(super) fn reason(reason: evaluate::GapReason) -> GapReason {
    match reason {
        evaluate::GapReason::ListSample => GapReason::ListSample,
        evaluate::GapReason::ListStale => GapReason::ListStale,
        evaluate::GapReason::ListMissing => GapReason::ListMissing,
        evaluate::GapReason::ListRefused => GapReason::ListRefused,
        evaluate::GapReason::BeforeList => GapReason::BeforeList,
        evaluate::GapReason::NameUnusable => GapReason::NameUnusable,
        evaluate::GapReason::OverLimit => GapReason::OverLimit,
    }
}
