//! What the server serves beside evaluation: the catalog, health, reflection; and what it says to what it does not serve.

use comity::rpc::client::catalog::CatalogServiceClient;
use comity_facts::{
    catalog::{GetLimitsRequest, ListPluginsRequest, ListRulesRequest},
    v1::{DetailLevel, Outcome},
};
use prost::Message as _;
use tokio_stream::StreamExt as _;
use tonic::{Code, Request};
use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient};
use tonic_types::StatusExt as _;

use super::{Running, asking, call};
use crate::sandbox::template;

const SERVICES: [&str; 3] =
    ["comity.v1.EvaluationService", "comity.catalog.v1.CatalogService", "comity.screening.v1.ScreeningService"];

#[tokio::test(flavor = "multi_thread")]
async fn the_catalog_tells_plugins_rules_and_limits() {
    let server = Running::start("healthy", &[("LIMITS__DATES", "7")]);
    let mut catalog = CatalogServiceClient::new(server.channel().await);
    let plugins = catalog.list_plugins(ListPluginsRequest {}).await.unwrap().into_inner();
    let [plugin] = &plugins.plugins[..] else { panic!("{plugins:?}") };
    assert_eq!((plugin.jurisdiction.as_str(), plugin.title.as_str(), plugin.rule_count), ("zz", "Nowhere", 1));
    assert_eq!((plugin.digest.len(), plugins.catalog_digest.len(), plugin.error.as_ref()), (64, 64, None));

    for (as_of, rule_id, expected) in [
        (None, None, 1),
        (Some("2000-01-01"), Some("zz.rule"), 1),
        (Some("1999-12-31"), None, 0),
        (None, Some("zz.other"), 0),
    ] {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let query = ListRulesRequest { as_of: text(as_of), rule_id: text(rule_id), ..ListRulesRequest::default() };
        let rules = catalog.list_rules(query).await.unwrap().into_inner().rules;
        assert_eq!(rules.len(), expected, "{as_of:?} {rule_id:?}");
    }
    let unknown = ListRulesRequest { jurisdictions: vec!["aa".into()], ..ListRulesRequest::default() };
    let status = catalog.list_rules(unknown).await.unwrap_err();
    let field = &status.get_details_bad_request().unwrap().field_violations[0];
    assert_eq!((field.field.as_str(), field.reason.as_str()), ("jurisdictions[0]", "UNKNOWN_JURISDICTION"));
    assert!(field.description.contains("it has `zz`"), "{}", field.description);

    let limits = catalog.get_limits(GetLimitsRequest {}).await.unwrap().into_inner().limits;
    assert!(limits.is_sorted_by(|a, b| a.name < b.name));
    let dates = limits.iter().find(|limit| limit.name == "limits.dates").unwrap();
    assert_eq!((dates.value, dates.unit.as_str()), (7, "items"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_as_detailed_as_wanted() {
    let server = Running::start("healthy", &[]);
    let mut client = server.client().await;
    let mut request = asking(template::message());
    request.request_id = Some("r-1".into());
    request.record.as_mut().unwrap().id = Some("case-1".into());
    let options = request.options.as_mut().unwrap();
    options.as_of = vec!["2015-06-01".into(), "2199-01-01".into()];
    options.detail = DetailLevel::Bounds.into();
    let answer = client.evaluate(request).await.unwrap().into_inner();
    assert_eq!((answer.request_id.as_str(), answer.record_id.as_str()), ("r-1", "case-1"));
    let projected: Vec<_> = answer.decisions.iter().map(|d| (d.as_of.as_str(), d.projected)).collect();
    assert_eq!(projected, [("2015-06-01", false), ("2199-01-01", true)]);
    let decision = &answer.decisions[0];
    assert_eq!(decision.bounds.unwrap().at_most(), Outcome::Violation);
    assert_eq!((decision.complete, &decision.jurisdictions[0].verdict), (true, &None));
}

#[tokio::test(flavor = "multi_thread")]
async fn health_tells_of_the_server_and_of_each_service() {
    let server = Running::start("healthy", &[]);
    let mut health = HealthClient::new(server.channel().await);
    for service in [""].into_iter().chain(SERVICES) {
        let request = HealthCheckRequest { service: service.to_owned() };
        let status = health.check(request).await.unwrap().into_inner().status();
        assert_eq!(status, ServingStatus::Serving, "{service}");
    }
    let unknown = HealthCheckRequest { service: "comity.v1.Nothing".to_owned() };
    assert_eq!(health.check(unknown).await.unwrap_err().code(), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn reflection_describes_the_services_in_both_versions() {
    let server = Running::start("healthy", &[]);
    let channel = server.channel().await;

    {
        use tonic_reflection::pb::v1::{
            ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
            server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
        };
        let ask = |request| ServerReflectionRequest { host: String::new(), message_request: Some(request) };
        let requests = vec![
            ask(MessageRequest::ListServices(String::new())),
            ask(MessageRequest::FileContainingSymbol("comity.v1.WageLine".into())),
        ];
        let mut client = ServerReflectionClient::new(channel.clone());
        let answers = client.server_reflection_info(tokio_stream::iter(requests)).await.unwrap().into_inner();
        let answers: Vec<_> = answers.map(|answer| answer.unwrap().message_response.unwrap()).collect().await;
        let MessageResponse::ListServicesResponse(services) = &answers[0] else { panic!("{answers:?}") };
        let names: Vec<_> = services.service.iter().map(|service| service.name.as_str()).collect();
        assert!(SERVICES.iter().all(|name| names.contains(name)), "{names:?}");
        assert!(names.contains(&"grpc.health.v1.Health"), "{names:?}");
        let MessageResponse::FileDescriptorResponse(files) = &answers[1] else { panic!("{answers:?}") };
        let file = prost_types::FileDescriptorProto::decode(files.file_descriptor_proto[0].as_slice()).unwrap();
        assert_eq!(file.name(), "comity/v1/conditions.proto");
    }
    {
        use tonic_reflection::pb::v1alpha::{
            ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
            server_reflection_request::MessageRequest,
        };
        let message_request = Some(MessageRequest::ListServices(String::new()));
        let request = ServerReflectionRequest { host: String::new(), message_request };
        let mut client = ServerReflectionClient::new(channel);
        let mut answers = client.server_reflection_info(tokio_stream::iter([request])).await.unwrap().into_inner();
        assert!(answers.next().await.unwrap().unwrap().message_response.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_served_says_so() {
    let server = Running::start("healthy", &[]);
    let mut client = server.client().await;
    let status = call(server.channel().await, "/comity.v1.EvaluationService/Nothing", vec![]).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);

    let mut compressed = Request::new(asking(template::message()));
    compressed.metadata_mut().insert("grpc-encoding", "gzip".parse().unwrap());
    let status = client.evaluate(compressed).await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented, "no decompression, so no bomb: {status}");
}
