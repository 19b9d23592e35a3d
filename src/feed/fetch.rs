//! Lists by HTTP and HTTPS: asked for only if they changed, within a time and a size. Who is trusted says
//! [`Roots`]; what begins with `https` stays there through every redirection.

use std::time::Duration;

use rustls::{CertificateError, Error as TlsError};
use serde::{Deserialize, Serialize};
use ureq::tls::TlsConfig;

use super::roots::Roots;

use crate::{
    domain::Date,
    screening::{ListError, RawFile},
};

/// Redirections that are followed; the UN's list has one.
const REDIRECTS_MAX: u32 = 5;

/// Longest text that is said back to a server.
const VALIDATOR_BYTES_MAX: usize = 1_024;

/// Bounds of a download.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// Time for one file, from the first packet to the last.
    pub timeout: Duration,
    /// Largest file.
    pub bytes_max: u64,
    /// Who vouches for servers.
    pub roots: Roots,
}

/// Gets files.
#[derive(Clone, Debug)]
pub struct Fetcher {
    agent: ureq::Agent,
    settings: FetchSettings,
}

/// What the server said of a file, to be said back to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Validator {
    etag: Option<String>,
    last_modified: Option<String>,
}

/// What came of asking.
pub(super) enum Answer {
    /// Nothing has changed since.
    Same,
    /// The files as they are now.
    New(Download),
}

/// Files that were got.
pub(super) struct Download {
    pub(super) files: Vec<RawFile>,
    pub(super) validators: Vec<Validator>,
    /// The latest day on which the server says that a file changed.
    pub(super) changed_on: Option<Date>,
}

impl Fetcher {
    /// A fetcher with these bounds.
    #[must_use]
    pub fn new(settings: FetchSettings) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(settings.timeout))
            .max_redirects(REDIRECTS_MAX)
            // The environment is the configuration's alone to read.
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(settings.roots.certificates()).build())
            .user_agent(concat!("comity/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), settings }
    }

    /// The files at some addresses, unless none has changed. If one has, all are got: they belong together.
    pub(super) fn get(&self, urls: &[String], known: &[Validator]) -> Result<Answer, ListError> {
        let mut files = Vec::with_capacity(urls.len());
        for (at, url) in urls.iter().enumerate() {
            files.push(self.file(url, known.get(at))?);
        }
        if !files.is_empty() && files.iter().all(Option::is_none) {
            return Ok(Answer::Same);
        }
        let mut download = Download { files: Vec::new(), validators: Vec::new(), changed_on: None };
        for (url, file) in urls.iter().zip(files) {
            let got = match file {
                Some(got) => Some(got),
                None => self.file(url, None)?,
            };
            let Some((file, validator)) = got else { return Err(failed(url, "it did not send the file".into())) };
            download.changed_on = download.changed_on.max(validator.day());
            download.files.push(file);
            download.validators.push(validator);
        }
        Ok(Answer::New(download))
    }

    /// A file; none if it has not changed.
    fn file(&self, url: &str, known: Option<&Validator>) -> Result<Option<(RawFile, Validator)>, ListError> {
        let mut request = self.agent.get(url).config().https_only(url.starts_with("https:")).build();
        if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
            request = request.header("If-None-Match", etag);
        }
        if let Some(day) = known.and_then(|known| known.last_modified.as_deref()) {
            request = request.header("If-Modified-Since", day);
        }
        let mut response = request.call().map_err(|e| self.error(url, e))?;
        match response.status().as_u16() {
            304 if known.is_some() => return Ok(None),
            200 => {}
            other => return Err(failed(url, format!("it answered {other}"))),
        }
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let validator = Validator { etag: header("etag"), last_modified: header("last-modified") };
        let body = response.body_mut().with_config().limit(self.settings.bytes_max);
        let bytes = body.read_to_vec().map_err(|e| self.error(url, e))?;
        Ok(Some((RawFile { name: shown(url).to_owned(), bytes }, validator)))
    }

    fn error(&self, url: &str, error: ureq::Error) -> ListError {
        match error {
            ureq::Error::StatusCode(code) => failed(url, format!("it answered {code}")),
            ureq::Error::Timeout(_) => failed(url, format!("not within {} ms", self.settings.timeout.as_millis())),
            ureq::Error::BodyExceedsLimit(_) => {
                ListError::TooLarge { file: shown(url).to_owned(), bytes_max: self.settings.bytes_max }
            }
            ureq::Error::Rustls(error) => failed(url, distrusted(&error)),
            ureq::Error::Io(error) if tls(&error).is_some() => {
                failed(url, tls(&error).map(distrusted).unwrap_or_default())
            }
            // What a query holds is a secret at times.
            other => failed(url, other.to_string().replace(url, shown(url))),
        }
    }
}

impl Validator {
    /// Whether it can be said back: what came from a disk may be anything.
    pub(super) fn is_sound(&self) -> bool {
        let plain =
            |text: &String| text.len() <= VALIDATOR_BYTES_MAX && text.bytes().all(|b| (b' '..=b'~').contains(&b));
        self.etag.iter().chain(&self.last_modified).all(plain)
    }

    fn day(&self) -> Option<Date> {
        let at = jiff::fmt::rfc2822::parse(self.last_modified.as_deref()?).ok()?.timestamp();
        let day = jiff::tz::TimeZone::UTC.to_datetime(at).date();
        Some(Date::of(day.year(), day.month(), day.day()))
    }
}

/// What TLS says, where that is why nothing was read.
fn tls(error: &std::io::Error) -> Option<&TlsError> {
    error.get_ref()?.downcast_ref()
}

/// Why a server is not trusted, with what to do.
fn distrusted(error: &TlsError) -> String {
    let TlsError::InvalidCertificate(error) = error else { return format!("TLS failed: {error}") };
    let reason = match error {
        // Of an authority of the same name, with another key, the signature is wrong.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "its certificate is signed by nobody who is trusted; of a private authority give the certificate (`lists.ca_file`)"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate does not hold yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another name"
        }
        other => return format!("its certificate is refused: {other}"),
    };
    reason.to_owned()
}

fn failed(url: &str, reason: String) -> ListError {
    ListError::Fetch { url: shown(url).to_owned(), reason }
}

/// An address without its query, which may hold a token.
fn shown(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}
