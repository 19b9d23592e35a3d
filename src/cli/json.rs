//! Proto3 JSON in and out, with the field names of the protos, so that paths in errors and evidence are paths in the file.

use std::sync::LazyLock;

use anyhow::Context as _;
use comity_facts::DESCRIPTORS;
use prost::Message;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, SerializeOptions};
use serde::de::DeserializeSeed as _;
use serde_json::Value;

static POOL: LazyLock<Option<DescriptorPool>> = LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).ok());

fn message(name: &str) -> anyhow::Result<MessageDescriptor> {
    let pool = POOL.as_ref().context("the embedded descriptors are damaged")?;
    pool.get_message_by_name(name).with_context(|| format!("there is no message `{name}`"))
}

/// Why a JSON value is not the message it should be.
#[derive(Debug, thiserror::Error)]
#[error("`{path}`: {reason}")]
pub(super) struct NotAMessage {
    /// Path of the field.
    pub(super) path: String,
    /// What is wrong there.
    pub(super) reason: String,
}

/// Encodes a JSON value as a message.
pub(super) fn encode(name: &str, value: &Value) -> anyhow::Result<Result<Vec<u8>, NotAMessage>> {
    let descriptor = message(name)?;
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(value, &mut track);
    Ok(match descriptor.deserialize(tracked) {
        Ok(dynamic) => Ok(dynamic.encode_to_vec()),
        Err(error) => Err(NotAMessage { path: track.path().to_string(), reason: error.to_string() }),
    })
}

/// A message as a JSON value.
pub(super) fn value(name: &str, from: &impl Message) -> anyhow::Result<Value> {
    let dynamic = DynamicMessage::decode(message(name)?, from.encode_to_vec().as_slice())?;
    let options = SerializeOptions::new().use_proto_field_name(true).skip_default_fields(true);
    Ok(dynamic.serialize_with_options(serde_json::value::Serializer, &options)?)
}

/// A message as indented JSON.
pub(super) fn pretty(name: &str, from: &impl Message) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&value(name, from)?)?)
}

/// A message as one line of JSON.
pub(super) fn line(name: &str, from: &impl Message) -> anyhow::Result<String> {
    Ok(serde_json::to_string(&value(name, from)?)?)
}
