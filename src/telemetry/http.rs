//! The endpoint: HTTP/1.1, a page for each request, nothing kept. Few connections at once and little time for each, since
//! its callers are a scraper and a prober.

use std::{convert::Infallible, sync::Arc, time::Duration};

use http_body_util::Full;
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};

use super::pages::Page;

/// Connections at once; more wait.
const CONNECTIONS: usize = 16;
/// Time for the headers of a request.
const HEADERS: Duration = Duration::from_secs(5);
/// Time for a connection; scrapers that keep one open open another.
const CONNECTION: Duration = Duration::from_mins(1);
/// Pause after a failure to accept: its cause (no file descriptors left) lasts.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves the pages for as long as it is polled.
pub async fn serve(listener: TcpListener, page: Arc<Page>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let page = Arc::clone(&page);
                tokio::spawn(async move {
                    // Whatever goes wrong with a connection is over when it is.
                    drop(timeout(CONNECTION, answer(stream, page)).await);
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection to the metrics could not be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

async fn answer(stream: TcpStream, page: Arc<Page>) -> Result<(), hyper::Error> {
    let service = service_fn(move |request: Request<Incoming>| {
        let shown = page.show(request.method(), request.uri().path());
        let mut response = Response::new(Full::new(Bytes::from(shown.text)));
        *response.status_mut() = shown.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(shown.kind));
        async move { Ok::<_, Infallible>(response) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS);
    http.serve_connection(TokioIo::new(stream), service).await
}
