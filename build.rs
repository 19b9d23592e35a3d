//! Generates the gRPC stubs from `proto/`; the messages are in `comity_facts`. No protoc is needed.
//!
//! Clients are typed. Servers take each request as the bytes of the wire, because a decoded message no longer shows what
//! the decoder dropped (`rpc::walk`); decisions are answered in bytes, too, which the evaluator threads have made.

use prost_build::Config;
use tonic_prost_build::manual::{Builder, Method, Service};

const PROTOS: [&str; 4] = [
    "comity/v1/evaluation_service.proto",
    "comity/catalog/v1/catalog_service.proto",
    "comity/screening/v1/screening_service.proto",
    "comity/ledger/v1/entry.proto",
];

/// The service whose answers the evaluator threads have encoded.
const DECIDING: &str = "EvaluationService";

const BYTES: &str = "::prost::bytes::Bytes";

/// Where the messages of each package are.
const PACKAGES: [(&str, &str); 5] = [
    (".comity.catalog.v1", "::comity_facts::catalog"),
    (".comity.policy.v1", "::comity_facts::policy"),
    (".comity.schema.v1", "::comity_facts::schema"),
    (".comity.screening.v1", "::comity_facts::screening"),
    (".comity.v1", "::comity_facts::v1"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=proto");
    let mut compiler = protox::Compiler::new(["proto"])?;
    compiler.include_imports(true).open_files(PROTOS)?;
    let files = compiler.file_descriptor_set();

    let services = files.file.iter().flat_map(|file| {
        file.service.iter().map(|service| {
            let methods = service.method.iter().map(|method| {
                let mut builder =
                    Method::builder().name(snake(method.name())).route_name(method.name()).input_type(BYTES);
                builder = if service.name() == DECIDING {
                    builder.output_type(BYTES).codec_path("crate::rpc::codec::BytesCodec")
                } else {
                    let answer = rust_type(method.output_type());
                    builder.output_type(answer).codec_path("crate::rpc::codec::WireCodec")
                };
                if method.server_streaming() {
                    builder = builder.server_streaming();
                }
                if method.client_streaming() {
                    builder = builder.client_streaming();
                }
                builder.build()
            });
            let named = Service::builder().package(file.package()).name(service.name());
            methods.fold(named, tonic_prost_build::manual::ServiceBuilder::method).build()
        })
    });
    Builder::new().build_client(false).compile(&services.collect::<Vec<_>>());

    let clients = tonic_prost_build::configure().build_server(false);
    let clients = PACKAGES.iter().fold(clients, |builder, (package, path)| builder.extern_path(*package, *path));
    clients.compile_fds_with_config(files, Config::new())?;
    Ok(())
}

/// `.comity.v1.EvaluateResponse` as a path of `comity_facts`.
fn rust_type(name: &str) -> String {
    let of_package =
        |(package, path): &(&str, &str)| Some(format!("{path}::{}", name.strip_prefix(package)?.strip_prefix('.')?));
    PACKAGES.iter().find_map(of_package).unwrap_or_else(|| name.to_owned())
}

/// `ListPlugins` as `list_plugins`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}
