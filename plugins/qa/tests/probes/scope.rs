//! `qa.scope`: work in Qatar, and the sectors that the Labour Law leaves out.

use crate::{json, patched, with};
use comity_plugin_qa::PLUGIN;
use comity_sdk::testing::{self, Probes, Value};

fn unpaid_without_passport() -> Value {
    json!({
        "wages": {"items": [{"id": "w1", "site": "tower", "payee": "PAYEE_NONE"}]},
        "liberty": {"items": [{"id": "papers", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
            "passport_held_on_written_request": false}]},
    })
}

#[track_caller]
fn both(change: &Value, labour_law: &str, residence: &str) {
    // The change comes last: what it takes out is out.
    let record = patched(&with(&unpaid_without_passport()), change);
    for (rule, expected) in [("qa.wage.zero", labour_law), ("qa.res.passport@2016", residence)] {
        assert_eq!(testing::answer(&PLUGIN, rule, "2018-06-01", &record), expected, "{rule}: {change:#}");
    }
}

#[test]
fn work_in_qatar() {
    let site = |country: Value| json!({"worksites": {"items": [{"id": "tower", "country": country}]}});
    both(&json!({}), "V", "V");
    both(&site(json!("ARE")), "NA", "NA");
    both(&json!({"worksites": {"items": []}}), "NA", "NA");
    // Nobody says where: it may be another country's matter.
    both(&json!({"worksites": {"items": [{"id": "tower"}]}}), "D", "D");
    both(&json!({"worksites": null}), "D", "D");
    let nowhere = patched(&with(&unpaid_without_passport()), &json!({"worksites": null}));
    assert_eq!(Probes(&PLUGIN).missing("qa.wage.zero", "2018-06-01", &nowhere), "worksites");
    // Work that has left Qatar, and work that is not there yet.
    let abroad = |tower: (&str, Value, Value), other: (&str, Value, Value)| {
        let site = |id: &str, (country, start, end): (&str, Value, Value)| {
            patched(&json!({"id": id, "country": country}), &json!({"start": start, "end": end}))
        };
        json!({"worksites": {"items": [site("tower", tower), site("other", other)]}})
    };
    let none = || Value::Null;
    for (end, expected) in [("2018-06-01", "-"), ("2018-06-02", "V")] {
        both(&abroad(("QAT", none(), json!(end)), ("ARE", json!("2017-01-01"), none())), expected, expected);
    }
    for (start, expected) in [("2018-06-01", "V"), ("2018-06-02", "-")] {
        both(&abroad(("QAT", json!(start), none()), ("POL", none(), none())), expected, expected);
    }
    // A record of two countries: each wage by the law of its site.
    let two = json!({"worksites": {"items": [{"id": "tower", "country": "ARE"}, {"id": "mall", "country": "QAT"}]}});
    both(&two, "-", "V");
}

#[test]
fn sectors_left_out() {
    let sector = |sector: Value| json!({"workers": {"items": [{"id": "crew", "sector": sector}]}});
    for left_out in
        ["CIVIL_SERVICE", "STATE_PETROLEUM", "ARMED_FORCES", "SEAFARER", "CASUAL", "DOMESTIC", "AGRICULTURE"]
    {
        both(&sector(json!(format!("SECTOR_{left_out}"))), "-", "V");
    }
    both(&sector(json!("SECTOR_HOSPITALITY")), "V", "V");
    both(&json!({"workers": {"items": [{"id": "crew"}]}}), "V", "V");
    both(&json!({"workers": null}), "V", "V");
    // Of two groups, one is under the Labour Law; a line of the other alone is not.
    let mixed = json!({"workers": {"items": [
        {"id": "crew", "sector": "SECTOR_CONSTRUCTION"}, {"id": "cooks", "sector": "SECTOR_DOMESTIC"}]}});
    both(&mixed, "V", "V");
    let cooks =
        json!({"wages": {"items": [{"id": "w1", "payee": "PAYEE_NONE", "worker_groups": {"items": ["cooks"]}}]}});
    both(&patched(&mixed, &cooks), "-", "V");
    let kitchen = json!({
        "worksites": {"items": [{"id": "tower", "country": "QAT", "worker_groups": {"items": ["cooks"]}}]}
    });
    both(&patched(&mixed, &kitchen), "-", "V");
}
