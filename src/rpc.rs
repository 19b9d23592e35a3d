//! The gRPC face of the server: the only room that names tonic.
//!
//! - [`Intake`] is the door: it walks the bytes of a request against the schema before anything decodes them, and checks
//!   what no schema can say. What it lets through is what evaluation may rely on.
//! - [`Edge`] is every method of the contract without a socket; the services add the transport to it.
//! - [`serve`] is the transport with its limits.
//!
//! Not here: what a decision is made of (`evaluate`), which plugins there are (`catalog`). A plugin that fails is part of
//! an answer; an error of a call is always the caller's, or a lack of room, or a defect.

mod call;
mod caller;
mod chunk;
mod codec;
mod codes;
mod connection;
mod convert;
mod described;
mod edge;
mod error;
mod extension;
mod format;
mod gate;
mod intake;
mod judge;
mod keep;
mod listener;
mod meters;
mod ownership;
mod pace;
mod peer;
mod readiness;
mod record_dates;
mod repeat;
mod reread;
mod schema;
mod screen;
mod screened;
mod services;
mod status;
mod stream;
mod timeline;
mod transport;
mod validate;
mod violation;
mod walk;
mod wire;

pub use edge::{Edge, EdgeSettings};
pub use error::CallError;
pub use extension::Declared;
pub use intake::{Days, Evaluation, Intake, Opening, Options, RulesQuery};
pub use judge::Answer;
pub use keep::answered;
pub use meters::{Meters, MethodMeter, RecordMeters, StageMeters, StreamMeters};
pub use readiness::{NotReady, Readiness};
pub use reread::RereadLists;
pub use schema::SchemaError;
pub use screen::{KnownAt, PastLists, ScreenSettings};
pub use screened::{hit, lists};
pub use timeline::Timeline;
pub use transport::{BeginTrace, Drained, ServeError, TransportSettings, serve};
pub use violation::{Reason, Refusal, Violation};
pub use walk::Limits;

/// Typed clients of the services, for commands and tests.
pub mod client {
    #![allow(missing_docs, clippy::pedantic, clippy::allow_attributes_without_reason, reason = "generated")]

    pub use super::caller::{
        CallFailed, Client, PartyAnswers, PartySender, StreamAnswers, StreamSender, TimelineAnswers, Unreachable,
        WatchAnswers, connect,
    };

    /// `comity.v1.EvaluationService`.
    pub mod evaluation {
        include!(concat!(env!("OUT_DIR"), "/comity.v1.rs"));
        pub use evaluation_service_client::EvaluationServiceClient;
    }

    /// `comity.screening.v1.ScreeningService`.
    pub mod screening {
        include!(concat!(env!("OUT_DIR"), "/comity.screening.v1.rs"));
        pub use screening_service_client::ScreeningServiceClient;
    }

    /// `comity.catalog.v1.CatalogService`.
    pub mod catalog {
        include!(concat!(env!("OUT_DIR"), "/comity.catalog.v1.rs"));
        pub use catalog_service_client::CatalogServiceClient;
    }
}

/// The services' traits and routers, generated; requests are bytes.
mod stubs {
    #![allow(
        unreachable_pub,
        clippy::all,
        clippy::pedantic,
        clippy::allow_attributes_without_reason,
        reason = "generated"
    )]
    include!(concat!(env!("OUT_DIR"), "/comity.v1.EvaluationService.rs"));
    include!(concat!(env!("OUT_DIR"), "/comity.catalog.v1.CatalogService.rs"));
    include!(concat!(env!("OUT_DIR"), "/comity.screening.v1.ScreeningService.rs"));
}
