//! A folder of `tests/frozen`: what was kept when a contract was frozen.

use std::{
    fs,
    path::{Path, PathBuf},
};

use comity_facts::v1::{DetailLevel, EvaluateRequest, EvaluateResponse};
use prost::{Message as _, bytes::Buf as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{EVALUATE, contract::Contract, root};

/// A frozen version.
pub(super) struct Fixture {
    folder: PathBuf,
    contract: Contract,
}

/// A call with the answer it had.
#[derive(Serialize, Deserialize)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) method: String,
    /// How many answers it took, of a stream that does not end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) takes: Option<usize>,
    #[serde(skip)]
    pub(super) folder: PathBuf,
}

impl Fixture {
    /// Every frozen version.
    pub(super) fn all() -> Vec<Self> {
        let mut all: Vec<_> = entries(&root().join("tests/frozen")).into_iter().filter(|path| path.is_dir()).collect();
        all.sort();
        assert!(!all.is_empty(), "nothing is frozen");
        all.into_iter().map(Self::open).collect()
    }

    fn open(folder: PathBuf) -> Self {
        let contract = Contract::with(&fs::read(folder.join("contract.binpb")).unwrap());
        Self { folder, contract }
    }

    pub(super) fn version(&self) -> String {
        self.folder.file_name().unwrap().to_string_lossy().into_owned()
    }

    pub(super) fn contract(&self) -> &Contract {
        &self.contract
    }

    /// Every file.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        files(&self.folder)
    }

    /// A copy of the folder, to work in.
    pub(super) fn copied(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        for file in self.files() {
            let to = copy.path().join(file.strip_prefix(&self.folder).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(&file, to).unwrap();
        }
        copy
    }

    /// The calls, in the order in which they were made.
    pub(super) fn calls(&self) -> Vec<Call> {
        let folder = self.folder.join("calls");
        let calls: Vec<Call> = serde_json::from_slice(&fs::read(folder.join("calls.json")).unwrap()).unwrap();
        calls.into_iter().map(|call| Call { folder: folder.clone(), ..call }).collect()
    }

    /// How many entries its ledger has: one more than the highest place that an answer names.
    pub(super) fn kept(&self) -> u64 {
        let indexes = |call: Call| {
            let values = call.json("reply");
            let mut indexes = Vec::new();
            places(&values, &mut indexes);
            indexes
        };
        self.calls().into_iter().flat_map(indexes).max().unwrap() + 1
    }

    /// The decisions that callers were told in full, by the id of their entry.
    pub(super) fn told_in_full(&self) -> Vec<(String, Value)> {
        let mut told = Vec::new();
        for call in self.calls().into_iter().filter(|call| call.method == EVALUATE && call.refusal().is_none()) {
            let request = EvaluateRequest::decode(call.requests()[0].as_slice()).unwrap();
            let response = EvaluateResponse::decode(call.replies()[0].as_slice()).unwrap();
            if request.options.unwrap_or_default().detail() == DetailLevel::Full {
                told.push((response.ledger.unwrap().decision_id, call.json("reply")[0].clone()));
            }
        }
        assert!(!told.is_empty(), "{}: no decision was told in full", self.version());
        told
    }
}

/// The places in the ledger that an answer names.
fn places(value: &Value, into: &mut Vec<u64>) {
    match value {
        Value::Object(fields) => {
            let index = fields.get("ledger").and_then(|ledger| ledger["index"].as_str()?.parse().ok());
            into.extend::<Option<u64>>(index);
            fields.values().for_each(|value| places(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| places(value, into)),
        _ => {}
    }
}

impl Call {
    fn file(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.name))
    }

    pub(super) fn requests(&self) -> Vec<Vec<u8>> {
        messages(&fs::read(self.file("request.binpb")).unwrap())
    }

    pub(super) fn replies(&self) -> Vec<Vec<u8>> {
        messages(&fs::read(self.file("reply.binpb")).unwrap())
    }

    /// Its `request` or `reply` as JSON, an array of messages.
    pub(super) fn json(&self, side: &str) -> Value {
        serde_json::from_slice(&fs::read(self.file(&format!("{side}.json"))).unwrap()).unwrap()
    }

    /// How it was refused.
    pub(super) fn refusal(&self) -> Option<Value> {
        let text = fs::read(self.file("refusal.json")).ok()?;
        Some(serde_json::from_slice(&text).unwrap())
    }

    /// Keeps what was sent and what came.
    pub(super) fn keep(&self, contract: &Contract, requests: &[Vec<u8>], replies: &[Vec<u8>], refusal: Option<&Value>) {
        let sides =
            [("request", contract.input(&self.method), requests), ("reply", contract.output(&self.method), replies)];
        for (side, message, all) in sides {
            fs::write(self.file(&format!("{side}.binpb")), joined(all)).unwrap();
            fs::write(self.file(&format!("{side}.json")), pretty(&contract.json(&message, all))).unwrap();
        }
        if let Some(refusal) = refusal {
            fs::write(self.file("refusal.json"), pretty(refusal)).unwrap();
        }
    }
}

pub(super) fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// Messages that stand one after another, the length before each.
pub(super) fn messages(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    while bytes.has_remaining() {
        let length = prost::decode_length_delimiter(&mut bytes).unwrap();
        all.push(bytes.copy_to_bytes(length).to_vec());
    }
    all
}

/// Puts messages one after another.
pub(super) fn joined(all: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for message in all {
        prost::encode_length_delimiter(message.len(), &mut bytes).unwrap();
        bytes.extend_from_slice(message);
    }
    bytes
}

/// Every file below a folder.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let (folders, mut all): (Vec<_>, Vec<_>) = entries(folder).into_iter().partition(|path| path.is_dir());
    all.extend(folders.iter().flat_map(|folder| files(folder)));
    all.sort();
    all
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}
