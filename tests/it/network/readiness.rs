//! Whether callers should come: health of the server and of each jurisdiction, when the ledger fails, when its disk is full
//! and when there is space again.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use comity::ledger::{Folder, Ledger, Lock, Settings, Storage, StoredFile};
use tonic::{Code, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient};

use super::{Running, asking, configured, metrics::get};
use crate::sandbox::template;

const SERVICES: [&str; 5] = [
    "",
    "comity.v1.EvaluationService",
    "comity.catalog.v1.CatalogService",
    "comity.screening.v1.ScreeningService",
    "comity.jurisdiction.zz",
];

/// A real folder whose disk fills up and fails as the test wants.
struct Moody {
    folder: Folder,
    mood: Arc<Mood>,
}

#[derive(Default)]
struct Mood {
    used_up: AtomicBool,
    fails: AtomicBool,
    looks: AtomicU64,
}

impl Storage for Moody {
    fn lock(&self) -> io::Result<Box<dyn Lock>> {
        self.folder.lock()
    }

    fn names(&self) -> io::Result<Vec<String>> {
        self.folder.names()
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        Ok(Box::new(MoodyFile { file: self.folder.create(name)?, mood: Arc::clone(&self.mood) }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        Ok(Box::new(MoodyFile { file: self.folder.open(name)?, mood: Arc::clone(&self.mood) }))
    }

    fn open_to_read(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.folder.open_to_read(name)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.folder.remove(name)
    }

    fn sync_names(&self) -> io::Result<()> {
        self.folder.sync_names()
    }

    fn free_bytes(&self) -> io::Result<u64> {
        self.mood.looks.fetch_add(1, Ordering::SeqCst);
        Ok(if self.mood.used_up.load(Ordering::SeqCst) { 0 } else { 1 << 40 })
    }
}

struct MoodyFile {
    file: Box<dyn StoredFile>,
    mood: Arc<Mood>,
}

impl StoredFile for MoodyFile {
    fn size(&self) -> io::Result<u64> {
        self.file.size()
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        self.file.read_at(bytes, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        self.file.write_at(bytes, offset)
    }

    fn sync(&self) -> io::Result<()> {
        if self.mood.fails.load(Ordering::SeqCst) { Err(io::Error::other("no more")) } else { self.file.sync() }
    }

    fn cut(&self, size: u64) -> io::Result<()> {
        self.file.cut(size)
    }
}

/// A server whose disk has moods.
fn moody() -> (Running, Arc<Mood>) {
    let (config, folder) = configured("healthy", &[]);
    let mood = Arc::<Mood>::default();
    let storage = Moody { folder: Folder::open(&folder.path().join("moody")).unwrap(), mood: Arc::clone(&mood) };
    let settings = Settings { reserve_bytes: 1 << 20, ..Settings::default() };
    let (ledger, _) = Ledger::open(&settings, Arc::new(storage)).unwrap();
    (Running::start_over(config, folder, ledger), mood)
}

async fn status(health: &mut HealthClient<Channel>, service: &str) -> Result<ServingStatus, Code> {
    let request = HealthCheckRequest { service: service.to_owned() };
    health.check(request).await.map(|answer| answer.into_inner().status()).map_err(|status| status.code())
}

/// Waits until all services say this, which they must within a few seconds.
async fn all_say(health: &mut HealthClient<Channel>, expected: ServingStatus) {
    for service in SERVICES {
        let mut said = status(health, service).await;
        for _ in 0..100 {
            if said == Ok(expected) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            said = status(health, service).await;
        }
        assert_eq!(said, Ok(expected), "{service:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_so_when_the_ledger_stops() {
    let (server, mood) = moody();
    let mut health = HealthClient::new(server.channel().await);
    let mut client = server.client().await;
    client.evaluate(asking(template::message())).await.unwrap();
    all_say(&mut health, ServingStatus::Serving).await;
    mood.fails.store(true, Ordering::SeqCst);
    client.evaluate(asking(template::message())).await.unwrap_err();
    all_say(&mut health, ServingStatus::NotServing).await;
    // What failed once is not trusted again, whatever the disk says now.
    mood.fails.store(false, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(500)).await;
    all_say(&mut health, ServingStatus::NotServing).await;
    client.evaluate(asking(template::message())).await.unwrap_err();
}

/// Without any caller: who hears NOT_SERVING sends none.
#[tokio::test(flavor = "multi_thread")]
async fn health_follows_the_space_on_the_disk_by_itself() {
    let (server, mood) = moody();
    let mut health = HealthClient::new(server.channel().await);
    let mut client = server.client().await;
    all_say(&mut health, ServingStatus::Serving).await;
    mood.used_up.store(true, Ordering::SeqCst);
    all_say(&mut health, ServingStatus::NotServing).await;
    let (status, text) = get(server.metrics, "/readyz").await;
    assert!(status == 503 && text.contains("disk of the ledger is full") && text.contains("zz: not ready"), "{text}");
    assert_eq!(get(server.metrics, "/healthz").await.0, 200, "a restart would not help");
    let refused = client.evaluate(asking(template::message())).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    all_say(&mut health, ServingStatus::NotServing).await;
    mood.used_up.store(false, Ordering::SeqCst);
    all_say(&mut health, ServingStatus::Serving).await;
    assert_eq!(get(server.metrics, "/readyz").await.0, 200);
    client.evaluate(asking(template::message())).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_hears_of_changes_only() {
    let (server, mood) = moody();
    let mut health = HealthClient::new(server.channel().await);
    let watched = HealthCheckRequest { service: "comity.jurisdiction.zz".to_owned() };
    let mut statuses = health.watch(watched).await.unwrap().into_inner();
    let looks = mood.looks.load(Ordering::SeqCst);
    assert_eq!(statuses.message().await.unwrap().unwrap().status(), ServingStatus::Serving);
    for _ in 0..200 {
        if mood.looks.load(Ordering::SeqCst) >= looks + 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(mood.looks.load(Ordering::SeqCst) >= looks + 3, "it goes on looking");
    mood.used_up.store(true, Ordering::SeqCst);
    assert_eq!(statuses.message().await.unwrap().unwrap().status(), ServingStatus::NotServing);
    mood.used_up.store(false, Ordering::SeqCst);
    assert_eq!(statuses.message().await.unwrap().unwrap().status(), ServingStatus::Serving);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_jurisdiction_whose_plugin_is_not_loaded_does_not_serve_and_the_others_do() {
    let server = Running::start_lacking("healthy", &[("PLUGINS__REQUIRED", "yy")]);
    let mut health = HealthClient::new(server.channel().await);
    for (service, expected) in [
        ("", Ok(ServingStatus::Serving)),
        ("comity.jurisdiction.zz", Ok(ServingStatus::Serving)),
        ("comity.jurisdiction.yy", Ok(ServingStatus::NotServing)),
        ("comity.jurisdiction.xx", Err(Code::NotFound)),
    ] {
        assert_eq!(status(&mut health, service).await, expected, "{service:?}");
    }
    for (path, expected) in
        [("/readyz", 200), ("/readyz/zz", 200), ("/readyz/yy", 503), ("/readyz/xx", 404), ("/readyz/A%20", 404)]
    {
        let (status, text) = get(server.metrics, path).await;
        assert_eq!(status, expected, "{path}: {text}");
    }
    let answer = server.client().await.evaluate(asking(template::message())).await.unwrap().into_inner();
    assert!(!answer.decisions[0].complete, "what is asked anyway is answered, and says what is missing");
}
