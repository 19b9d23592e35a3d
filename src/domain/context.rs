//! On whose behalf a request is made. Every request carries both from the first day, so that scoping by tenant is never
//! an afterthought; a server without an authenticator has one of each.

use std::{fmt, str::FromStr, sync::Arc};

const LONGEST: usize = 128;

/// A text is not a name of a tenant or a principal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a name: 1 to 128 of A-Z a-z 0-9 . _ : @ / -")]
pub struct ContextError(String);

/// The tenant to which a request, its decision and its quota belong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantId(Arc<str>);

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Principal(Arc<str>);

/// On whose behalf something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The tenant.
    pub tenant: TenantId,
    /// Who it is.
    pub principal: Principal,
}

impl Caller {
    /// The one caller of a server without an authenticator, and of a command on this machine.
    #[must_use]
    pub fn local() -> Self {
        Self { tenant: TenantId::single(), principal: Principal::local() }
    }
}

impl TenantId {
    /// The one tenant of a server without an authenticator: `default`.
    #[must_use]
    pub fn single() -> Self {
        Self("default".into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Principal {
    /// The one principal of a server without an authenticator: whoever may reach its loopback address, `local`.
    #[must_use]
    pub fn local() -> Self {
        Self("local".into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TenantId {
    type Err = ContextError;
    fn from_str(text: &str) -> Result<Self, ContextError> {
        name(text).map(Self)
    }
}

impl FromStr for Principal {
    type Err = ContextError;
    fn from_str(text: &str) -> Result<Self, ContextError> {
        name(text).map(Self)
    }
}

impl fmt::Display for TenantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn name(text: &str) -> Result<Arc<str>, ContextError> {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:@/-".contains(&b));
    let ok = plain && (1..=LONGEST).contains(&text.len());
    ok.then(|| text.into()).ok_or_else(|| ContextError(text.chars().take(80).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for (text, ok) in [("default", true), ("spiffe://a/b", true), ("", false), ("a b", false), ("a\n", false)] {
            assert_eq!(text.parse::<TenantId>().is_ok(), ok, "{text}");
            assert_eq!(text.parse::<Principal>().is_ok(), ok, "{text}");
        }
    }
}
