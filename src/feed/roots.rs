//! Who vouches for the servers from which lists are got: the authorities of the program, or those of a file instead.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

/// The authorities whose certificates are trusted.
#[derive(Clone, Debug, Default)]
pub enum Roots {
    /// Those of the program: Mozilla's, of the day when it was built.
    #[default]
    Program,
    /// These, and no others.
    Given(Authorities),
}

/// Certificates of authorities.
#[derive(Clone, Debug)]
pub struct Authorities(Arc<Vec<Certificate<'static>>>);

/// A file of authorities cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    /// It cannot be read.
    #[error("`lists.ca_file` `{}` cannot be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It is not what it should be.
    #[error("`lists.ca_file` `{}` {flaw}: give it certificates in PEM, one after the other", .path.display())]
    NoCertificates {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        flaw: &'static str,
    },
}

impl Roots {
    /// Those of a file in PEM.
    ///
    /// # Errors
    /// If it cannot be read, is damaged, or has no certificate.
    pub fn read(path: &Path) -> Result<Self, RootsError> {
        let pem = fs::read(path).map_err(|source| RootsError::Unreadable { path: path.to_owned(), source })?;
        let wrong = |flaw| RootsError::NoCertificates { path: path.to_owned(), flaw };
        let mut all = Vec::new();
        for item in parse_pem(&pem) {
            if let PemItem::Certificate(certificate) = item.map_err(|_| wrong("is damaged"))? {
                all.push(certificate);
            }
        }
        if all.is_empty() { Err(wrong("has no certificate")) } else { Ok(Self::Given(Authorities(Arc::new(all)))) }
    }

    pub(super) fn certificates(&self) -> RootCerts {
        match self {
            Self::Program => RootCerts::WebPki,
            Self::Given(Authorities(all)) => RootCerts::Specific(Arc::clone(all)),
        }
    }
}
