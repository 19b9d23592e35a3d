//! What an operator tells the server about its lists: read them again now, and take one that shrank. Who does stands in the log.

use std::sync::Arc;

use comity_facts::catalog::{AcceptShrinkResponse, ListListsResponse, RefreshListsResponse};
use tokio::sync::oneshot;

use super::{edge::Edge, error::CallError, screened};
use crate::{
    domain::{Caller, Digest},
    evaluate::EvaluateError,
    screening::ListError,
};

/// Has the lists read again, and consents to one that shrank if its digest is given. What comes back tells when that is done; none
/// where something else is to be done first.
pub type RereadLists = Arc<dyn Fn(Option<Digest>) -> Option<oneshot::Receiver<()>> + Send + Sync>;

impl Edge {
    /// Gives the edge what reads the lists again. Only the first counts.
    pub fn reread_lists(&self, reread: RereadLists) {
        let _ = self.reread.set(reread);
    }

    /// `RefreshLists`: takes an encoded `comity.catalog.v1.RefreshListsRequest`.
    ///
    /// # Errors
    /// Why they were not read.
    pub async fn refresh_lists(&self, caller: &Caller, request: &[u8]) -> Result<RefreshListsResponse, CallError> {
        self.intake.refresh_query(request)?;
        let ListListsResponse { lists, digest } = self.reread(caller, None).await?;
        self.sendable(RefreshListsResponse { lists, digest })
    }

    /// `AcceptShrink`: takes an encoded `comity.catalog.v1.AcceptShrinkRequest`.
    ///
    /// # Errors
    /// Why nothing was consented to.
    pub async fn accept_shrink(&self, caller: &Caller, request: &[u8]) -> Result<AcceptShrinkResponse, CallError> {
        let consent = self.intake.shrink_query(request)?;
        let shrunk = |error: &ListError| matches!(error, ListError::Shrunk { digest, .. } if *digest == consent);
        if !self.lists().status().any(|status| status.kept.as_ref().is_some_and(shrunk)) {
            return Err(CallError::NothingToAccept { digest: consent.to_string() });
        }
        let ListListsResponse { lists, digest } = self.reread(caller, Some(consent)).await?;
        self.sendable(AcceptShrinkResponse { lists, digest })
    }

    async fn reread(&self, caller: &Caller, consent: Option<Digest>) -> Result<ListListsResponse, CallError> {
        let reread = self.reread.get().ok_or(CallError::NotConfigured { setting: "lists" })?;
        let done = reread(consent).ok_or(CallError::Busy)?;
        let principal = &caller.principal;
        tracing::warn!(%principal, consents_to = consent.map(|digest| digest.to_string()), "an operator has the lists read again");
        done.await.map_err(|_| CallError::Evaluate(EvaluateError::Stopped))?;
        Ok(screened::lists(&self.lists()))
    }
}
