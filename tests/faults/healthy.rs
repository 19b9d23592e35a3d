//! The caller that does nothing wrong: it asks for the same decision over and over while others misbehave.

use std::time::{Duration, Instant};

use comity_facts::v1::EvaluateResponse;
use prost::Message as _;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

use super::{
    lines::Lines,
    messages::{self, EVALUATE},
    peer::Peer,
    server::Server,
};

/// Its address, which nobody else has.
const FROM: u8 = 250;
const PAUSE: Duration = Duration::from_millis(20);

/// A healthy caller at work.
pub(crate) struct Healthy {
    stop: watch::Sender<bool>,
    work: JoinHandle<Seen>,
    alone: Duration,
}

#[derive(Default)]
struct Seen {
    right: usize,
    /// Told to come again, and came.
    busy: usize,
    wrong: Vec<String>,
    times: Vec<Duration>,
    told: Vec<String>,
}

impl Healthy {
    /// Asks some times while nothing else happens, and then goes on beside whatever does.
    pub(crate) async fn start(server: &Server) -> Self {
        let peer = Peer::connect(server.address, FROM).await.unwrap();
        let request = messages::evaluate(messages::case("C01")).encode_to_vec();
        let mut seen = Seen::default();
        let expected = decisions(&peer.unary(EVALUATE, &request).await.expect("an answer"), &mut seen);
        for _ in 0..50 {
            seen.ask(&peer, &request, &expected).await;
        }
        let alone = percentile(&mut seen.times, 99);
        seen.times.clear();
        let (stop, stopped) = watch::channel(false);
        let work = tokio::spawn(async move {
            while !*stopped.borrow() {
                seen.ask(&peer, &request, &expected).await;
                sleep(PAUSE).await;
            }
            seen
        });
        Self { stop, work, alone }
    }

    /// Ends it; gives the decisions it was told of.
    pub(crate) async fn finish(self, lines: &mut Lines) -> Vec<String> {
        self.stop.send_replace(true);
        let mut seen = self.work.await.unwrap();
        let p99 = percentile(&mut seen.times, 99);
        let wrong = seen.wrong.first().map(|first| format!(", the first: {first}")).unwrap_or_default();
        let figure = format!(
            "{} right, {} told to come again, {} wrong{wrong}; p99 {:.1} ms, alone {:.1} ms",
            seen.right,
            seen.busy,
            seen.wrong.len(),
            p99.as_secs_f64() * 1e3,
            self.alone.as_secs_f64() * 1e3
        );
        let passes = seen.wrong.is_empty() && seen.right > 0;
        lines.check("a healthy caller meanwhile", figure, "no answer wrong, none missing", passes);
        seen.told
    }
}

impl Seen {
    async fn ask(&mut self, peer: &Peer, request: &[u8], expected: &EvaluateResponse) {
        let began = Instant::now();
        match peer.unary(EVALUATE, request).await {
            Ok(answer) => {
                if decisions(&answer, self) == *expected {
                    self.right += 1;
                } else {
                    self.wrong.push("another decision".to_owned());
                }
                self.times.push(began.elapsed());
            }
            Err(failed) if failed.reason() == "ResourceExhausted BUSY" => self.busy += 1,
            Err(failed) => self.wrong.push(failed.reason()),
        }
    }
}

/// An answer without what differs from call to call.
fn decisions(answer: &[u8], seen: &mut Seen) -> EvaluateResponse {
    let mut answer = EvaluateResponse::decode(answer).unwrap();
    seen.told.extend(answer.ledger.take().map(|entry| entry.decision_id));
    answer
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}
