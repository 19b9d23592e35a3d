"""What a client in another language sees: the answers, the absences, the refusals, the other services."""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import grpc
import pytest
from google.protobuf import descriptor_pool, json_format, message_factory
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status

from comity.catalog.v1 import catalog_service_pb2, catalog_service_pb2_grpc
from comity.screening.v1 import screening_service_pb2, screening_service_pb2_grpc
from comity.v1 import decision_pb2, evaluation_service_pb2, evaluation_service_pb2_grpc, parties_pb2, record_pb2, screening_pb2

ROOT = pathlib.Path(__file__).resolve().parents[2]
EVALUATE = "/comity.v1.EvaluationService/Evaluate"
LETTERS = {"PROHIBITED": "P", "VIOLATION": "V", "NEEDS_REVIEW": "R", "INFO": "I", "EXEMPT": "X", "INSUFFICIENT_DATA": "D"}


def record(name="C01", **changes):
    value = json.loads((ROOT / f"examples/records/{name}.json").read_text())
    value.update(changes)
    value = {part: content for part, content in value.items() if content is not None}
    return json_format.ParseDict(value, record_pb2.Record())


def request(of, *dates, **options):
    options = evaluation_service_pb2.EvaluateOptions(as_of=dates, **options)
    return evaluation_service_pb2.EvaluateRequest(options=options, record=of)


def evaluate(channel, asked, **options):
    return evaluation_service_pb2_grpc.EvaluationServiceStub(channel).Evaluate(asked, timeout=30, **options)


def part(decision, jurisdiction):
    return next(one for one in decision.jurisdictions if one.jurisdiction == jurisdiction)


def letters(decision, jurisdiction):
    """The outcomes of each rule that fired, those aside that only lack data."""
    found = {}
    for finding in part(decision, jurisdiction).verdict.findings:
        letter = LETTERS[decision_pb2.Outcome.Name(finding.outcome).removeprefix("OUTCOME_")]
        if letter != "D":
            found.setdefault(finding.rule_id, set()).add(letter)
    return {rule: "".join(sorted(outcomes)) for rule, outcomes in found.items()}


def refusal(error):
    """Code, reason and the bad fields of an error."""
    info, fields = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in rpc_status.from_call(error).details:
        for message in (info, fields):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    assert info.domain == "comity"
    return error.code(), info.reason, [(field.field, field.reason) for field in fields.field_violations]


def test_the_answer_changes_with_the_date(channel):
    expected = {
        "2015-06-01": (
            {"qa.res.passport@2009": "V", "qa.res.other@2009": "V", "qa.wage.personal@2004": "X", "qa.wage.retention": "I",
             "qa.wage.zero": "V", "qa.wage.min.none": "I", "qa.traffick": "R", "qa.insp": "R"},
            {"us.13687": "R"},
        ),
        "2015-11-15": (
            {"qa.res.passport@2009": "V", "qa.res.other@2009": "V", "qa.wage.wps@2015": "V", "qa.wage.zero": "V",
             "qa.wage.min.none": "I", "qa.traffick": "R", "qa.insp": "R"},
            {"us.13687": "R"},
        ),
        "2018-06-01": (
            {"qa.res.passport@2016": "V", "qa.res.other@2016": "V", "qa.wage.wps@2015": "V", "qa.wage.zero": "V",
             "qa.wage.min.750": "R", "qa.traffick": "R", "qa.insp": "R"},
            {"us.13687": "R", "us.13722.2a4": "R", "us.13810.1": "R", "us.9214.b1.workers": "R", "us.9241b": "R"},
        ),
    }
    answer = evaluate(channel, request(record(), *expected))
    assert answer.record_id == "C01"
    for decision, (date, (qatar, states)) in zip(answer.decisions, expected.items(), strict=True):
        # No list is configured: parties met only the samples, and the decision says so.
        assert decision.as_of == date and not decision.complete
        assert (letters(decision, "qa"), letters(decision, "us")) == (qatar, states), date
        assert decision.bounds.at_least == decision_pb2.OUTCOME_VIOLATION
        assert len(decision.catalog_digest) == 64


def test_what_was_not_asked_for_says_so(channel):
    decision = evaluate(channel, request(record(), "2015-06-01", jurisdictions=["us"])).decisions[0]
    assert part(decision, "qa").status == decision_pb2.VERDICT_STATUS_NOT_REQUESTED
    assert decision.bounds.at_least == decision_pb2.OUTCOME_NEEDS_REVIEW


def test_absent_differs_from_empty(channel):
    """No inspections took place, or nobody said: a finding, or a rule that was not assessed."""
    found = {}
    for name, value in (("empty", {"items": []}), ("absent", None)):
        full = evaluation_service_pb2.DETAIL_LEVEL_FULL
        answer = evaluate(channel, request(record(inspections=value), "2016-12-05", jurisdictions=["qa"], detail=full))
        verdict = part(answer.decisions[0], "qa").verdict
        found[name] = (
            any(finding.rule_id == "qa.insp" for finding in verdict.findings),
            any("qa.insp" in entry.rule_ids for entry in verdict.not_assessed if entry.part == "inspections"),
        )
    assert found == {"empty": (True, False), "absent": (False, True)}


def test_every_bad_field_is_named_at_once(channel):
    bad = record(
        wages={"items": [{"id": "w", "paid_on": "2019-02-30", "basic": {"currency": "QAR", "amount": "-5"}}]},
        parties={"items": [{"id": "a", "owners": {"items": [{"owner": "a", "percent": "101"}]}, "country": "QA"}]},
    )
    with pytest.raises(grpc.RpcError) as error:
        evaluate(channel, request(bad, "2015-06-01", "yesterday"))
    code, reason, fields = refusal(error.value)
    assert (code, reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    assert {
        ("wages.items[0].paid_on", "DATE_NOT_CIVIL"),
        ("wages.items[0].basic.amount", "NEGATIVE"),
        ("parties.items[0].owners.items[0].percent", "PERCENT_OUT_OF_RANGE"),
        ("parties.items[0].country", "NOT_A_COUNTRY"),
        ("options.as_of[1]", "DATE_NOT_CIVIL"),
    } <= set(fields)


@pytest.mark.parametrize(
    ("extra", "path", "reason"),
    [(b"\x9a\x06\x01x", "99", "UNKNOWN_FIELD"), (b"\x12\x00", "options", "DUPLICATE_FIELD"), (b"\x0b", "", "MALFORMED")],
)
def test_what_a_decoder_would_drop_is_refused(channel, extra, path, reason):
    raw = channel.unary_unary(EVALUATE, request_serializer=bytes, response_deserializer=bytes)
    with pytest.raises(grpc.RpcError) as error:
        raw(request(record(), "2015-06-01").SerializeToString() + extra)
    code, _, fields = refusal(error.value)
    assert code == grpc.StatusCode.INVALID_ARGUMENT and fields[0] == (path, reason)


def test_a_message_that_is_too_large_is_refused_and_the_connection_lives(channel):
    with pytest.raises(grpc.RpcError) as error:
        evaluate(channel, request(record(parties={"items": [{"id": "a", "name": "x" * (5 << 20)}]}), "2015-06-01"))
    code, reason, _ = refusal(error.value)
    assert (code, reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MESSAGE_TOO_LARGE")
    assert evaluate(channel, request(record(), "2015-06-01")).decisions


def test_calls_side_by_side_give_the_same_bits(channel):
    asked = request(record("C03"), "2016-03-14", "2016-03-16")
    first = evaluate(channel, asked)
    digests = lambda answer: [one.verdict_digest for d in answer.decisions for one in d.jurisdictions]
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for answer in pool.map(lambda _: evaluate(channel, asked), range(200)):
            assert digests(answer) == digests(first)


def test_the_catalog_says_what_there_is(channel):
    stub = catalog_service_pb2_grpc.CatalogServiceStub(channel)
    plugins = stub.ListPlugins(catalog_service_pb2.ListPluginsRequest()).plugins
    assert {"qa", "ref", "us"} <= {plugin.jurisdiction for plugin in plugins} and not any(p.error for p in plugins)
    rules = lambda day: {r.id for r in stub.ListRules(catalog_service_pb2.ListRulesRequest(as_of=day, jurisdictions=["qa"])).rules}
    before, on = rules("2015-11-01"), rules("2015-11-02")
    assert on - before == {"qa.wage.wps@2015"} and before - on == {"qa.wage.personal@2004", "qa.wage.retention"}
    limits = {limit.name: limit.value for limit in stub.GetLimits(catalog_service_pb2.GetLimitsRequest()).limits}
    assert limits["limits.message_bytes"] == 4 << 20


def test_parties_are_screened_alone_in_a_stream_and_for_as_long_as_they_are_watched(channel):
    stub = screening_service_pb2_grpc.ScreeningServiceStub(channel)
    kim = parties_pb2.Party(id="p1", name="Kim Young Chol")
    options = screening_service_pb2.ScreenOptions(lists=["UN-1718", "XX-NONE"])
    answer = stub.Screen(screening_service_pb2.ScreenRequest(options=options, parties=[kim]), timeout=30)
    listed, missing = answer.parties[0].lists
    assert (listed.hits[0].hit.entry, listed.hits[0].hit.band) == ("KPi.024", screening_pb2.HIT_BAND_STRONG)
    assert missing.not_screened.reason == screening_pb2.GAP_REASON_LIST_MISSING and not listed.HasField("not_screened")
    assert answer.basis.lists[0].sample and answer.basis.parameters.limit == 256

    message = screening_service_pb2.ScreenStreamRequest
    chunk = screening_service_pb2.PartyChunk(parties=[kim, parties_pb2.Party(id="no id"), kim])
    answers = list(stub.ScreenStream(iter([message(open=options), message(chunk=chunk)]), timeout=30))
    assert [one.WhichOneof("message") for one in answers] == ["basis", "answer", "refusal", "answer", "summary"]
    assert answers[1].answer.lists == answer.parties[0].lists and answers[2].refusal.violations[0].field == "id"

    message, opening = screening_service_pb2.WatchRequest, screening_service_pb2.WatchOpen(options=options, screen_now=True)
    watched = stub.Watch(iter([message(open=opening), message(chunk=chunk)]), timeout=30)
    first = [next(watched) for _ in range(4)]
    assert [one.WhichOneof("message") for one in first] == ["refusal", "answer", "answer", "opened"]
    assert first[3].opened.parties == 2
    watched.cancel()


def test_health_is_told_for_each_service(channel):
    stub = health_pb2_grpc.HealthStub(channel)
    services = ("comity.v1.EvaluationService", "comity.catalog.v1.CatalogService", "comity.screening.v1.ScreeningService")
    for service in ("", *services):
        assert stub.Check(health_pb2.HealthCheckRequest(service=service)).status == health_pb2.HealthCheckResponse.SERVING


def test_reflection_is_enough_to_call(channel):
    """A generic tool: no stubs, only what the server says about itself."""
    database = ProtoReflectionDescriptorDatabase(channel)
    assert "comity.v1.EvaluationService" in database.get_services()
    pool = descriptor_pool.DescriptorPool(database)
    method = pool.FindServiceByName("comity.v1.EvaluationService").FindMethodByName("Evaluate")
    of = lambda descriptor: message_factory.GetMessageClass(descriptor)
    call = channel.unary_unary(EVALUATE, of(method.input_type).SerializeToString, of(method.output_type).FromString)
    value = {"options": {"as_of": ["2015-06-01"]}, "record": json.loads((ROOT / "examples/records/C01.json").read_text())}
    answer = call(json_format.ParseDict(value, of(method.input_type)()))
    assert answer.record_id == "C01" and not answer.decisions[0].complete
    assert answer.decisions[0].bounds.at_least == decision_pb2.OUTCOME_VIOLATION


def test_the_example_of_the_documentation_runs(address):
    command = [sys.executable, ROOT / "examples/client.py", address, ROOT / "examples/records/C01.json", "2015-06-01"]
    run = subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=60)
    assert run.returncode == 0, run.stderr
    assert "2015-06-01 qa: at least VIOLATION, at most VIOLATION" in run.stdout
    assert "qa.wage.retention INFO w1" in run.stdout


def test_a_stream_answers_every_record_in_order(channel):
    service = evaluation_service_pb2
    options = service.EvaluateOptions(as_of=["2015-06-01"])
    bad = record_pb2.Record(id="not an id")

    def messages():
        yield service.EvaluateStreamRequest(open=service.StreamOpen(options=options))
        for first in range(0, 300, 100):
            records = [service.StreamRecord(record=bad if n % 50 == 7 else record("C14")) for n in range(first, first + 100)]
            yield service.EvaluateStreamRequest(chunk=service.RecordChunk(first_sequence=first, records=records))

    answers, summary = [], None
    for message in evaluation_service_pb2_grpc.EvaluationServiceStub(channel).EvaluateStream(messages(), timeout=60):
        answers += message.chunk.answers
        summary = message.summary if message.HasField("summary") else summary
    assert [answer.sequence for answer in answers] == list(range(300))
    refused = {answer.sequence: answer.refusal.violations[0].reason for answer in answers if answer.HasField("refusal")}
    assert refused == {n: "NOT_AN_ID" for n in range(7, 300, 50)}
    assert (summary.received, summary.evaluated, summary.refused, summary.incomplete) == (300, 294, 6, 294)


def test_an_answer_names_its_entry_and_a_request_can_be_sent_again(channel):
    asked = request(record("C01"), "2018-06-01")
    asked.request_id = "python-1"
    first, again = evaluate(channel, asked), evaluate(channel, asked)
    assert first == again, "one decision, however often it is asked for"
    assert len(first.ledger.decision_id) == 32 and first.ledger.HasField("index")
    assert first.ledger.durability == evaluation_service_pb2.DURABILITY_DURABLE
    asked.record.MergeFrom(record_pb2.Record(id="another"))
    with pytest.raises(grpc.RpcError) as caught:
        evaluate(channel, asked)
    assert caught.value.code() == grpc.StatusCode.ALREADY_EXISTS
