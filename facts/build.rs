//! Generates the record model from `proto/`: the messages with prost, and over them typed views that keep "absent"
//! apart from every value and remember what was read. No protoc is needed.

use std::{env, fs, path::PathBuf};

#[path = "build/mark.rs"]
mod mark;
#[path = "build/payloads.rs"]
mod payloads;
#[path = "build/views.rs"]
mod views;

const PROTOS: [&str; 5] = [
    "comity/v1/record.proto",
    "comity/v1/evaluation_service.proto",
    "comity/catalog/v1/catalog_service.proto",
    "comity/policy/v1/plugin.proto",
    "comity/screening/v1/screening_service.proto",
];

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folder this way")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=../proto");
    println!("cargo:rerun-if-changed=build");
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let mut compiler = protox::Compiler::new(["../proto"])?;
    compiler.include_imports(true).open_files(PROTOS)?;
    let encoded = compiler.encode_file_descriptor_set();
    fs::write(out.join("comity.binpb"), &encoded)?;

    // The descriptor pool keeps the field options (formats) that plain prost types would drop.
    let pool = prost_reflect::DescriptorPool::decode(encoded.as_slice())?;
    fs::write(out.join("views.rs"), views::generate(&pool)?)?;
    fs::write(out.join("payloads.rs"), payloads::generate(&pool)?)?;

    let mut messages = compiler.file_descriptor_set();
    for file in &mut messages.file {
        file.service.clear(); // stubs belong to the host
    }
    let mut config = prost_build::Config::new();
    config.enable_type_names().include_file("messages.rs").compile_fds(messages)?;
    Ok(())
}
