//! The screening that a manifest asks for, checked.

use comity_facts::{policy::ScreeningRequest, v1::PartyRole};

use super::error::ManifestFault;
use crate::domain::{ListId, ScreeningWish};

/// Reads the requests, which stand in the order of their lists, each once.
pub(super) fn read(requests: &[ScreeningRequest]) -> Result<Vec<ScreeningWish>, ManifestFault> {
    let wishes: Vec<_> = requests.iter().map(wish).collect::<Result<_, _>>()?;
    for (earlier, later) in wishes.iter().zip(wishes.iter().skip(1)) {
        if earlier.list >= later.list {
            return Err(ManifestFault::Order { field: "screening", value: later.list.to_string() });
        }
    }
    Ok(wishes)
}

fn wish(request: &ScreeningRequest) -> Result<ScreeningWish, ManifestFault> {
    let list: ListId = request.list.parse().map_err(|_| ManifestFault::Value {
        field: "screening.list",
        value: request.list.clone(),
        rule: "the id of a list, e.g. `OFAC-SDN`",
    })?;
    let role = |name: &String| match PartyRole::from_str_name(name) {
        None | Some(PartyRole::Unspecified) => Err(ManifestFault::Value {
            field: "screening.roles",
            value: name.clone(),
            rule: "a role of the contract, e.g. `PARTY_ROLE_SENDER`",
        }),
        Some(role) => Ok(role.into()),
    };
    let roles = request.roles.iter().map(role).collect::<Result<_, _>>()?;
    Ok(ScreeningWish { list, roles, owner_depth: request.owner_depth })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(requests: &[(&str, &[&str])], expected: &str) {
        let requests: Vec<_> = requests
            .iter()
            .map(|(list, roles)| ScreeningRequest {
                list: (*list).to_owned(),
                roles: roles.iter().map(|role| (*role).to_owned()).collect(),
                owner_depth: 1,
            })
            .collect();
        let read = read(&requests).map_or_else(|fault| fault.to_string(), |wishes| format!("{} wishes", wishes.len()));
        assert!(read.contains(expected), "{requests:?}: {read}");
    }

    #[test]
    fn wishes_name_lists_and_roles_that_there_can_be() {
        check(&[], "0 wishes");
        check(&[("EU-DPRK", &[]), ("OFAC-SDN", &["PARTY_ROLE_SENDER", "PARTY_ROLE_BANK"])], "2 wishes");
        check(&[("OFAC SDN", &[])], "screening.list");
        check(&[("EU-DPRK", &["SENDER"])], "screening.roles");
        check(&[("EU-DPRK", &["PARTY_ROLE_UNSPECIFIED"])], "screening.roles");
        check(&[("OFAC-SDN", &[]), ("EU-DPRK", &[])], "screening");
        check(&[("EU-DPRK", &[]), ("EU-DPRK", &[])], "screening");
    }
}
