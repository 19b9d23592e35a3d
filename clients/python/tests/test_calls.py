"""Single calls: answers, typed errors, and when a call is made again."""

from __future__ import annotations

import concurrent.futures
import datetime
import pathlib
import socket
import threading
import time

import grpc
import pytest
from comity.catalog.v1.catalog_service_pb2 import ListPluginsRequest
from comity.catalog.v1.catalog_service_pb2_grpc import CatalogServiceStub
from comity.v1 import decision_pb2, evaluation_service_pb2
from comity_client import (
    BusyError,
    CallError,
    Client,
    InvalidRequestError,
    RequestIdTakenError,
    RetryPolicy,
    StreamBrokenError,
    TooLargeError,
    UnavailableError,
)
from comity_client.retry import may_repeat
from conftest import Server, record

DAY = "2015-06-01"
IMPATIENT = RetryPolicy(patience_s=0.0)


def test_an_answer_has_a_decision_for_each_date(client: Client) -> None:
    answer = client.evaluate(record("C01"), [DAY, datetime.date(2018, 6, 1)], jurisdictions=["qa"])
    assert [decision.as_of for decision in answer.decisions] == [DAY, "2018-06-01"]
    assert all(decision.complete for decision in answer.decisions)
    assert answer.decisions[0].bounds.at_least == decision_pb2.OUTCOME_VIOLATION
    statuses = {part.jurisdiction: part.status for part in answer.decisions[0].jurisdictions}
    assert statuses["qa"] == decision_pb2.VERDICT_STATUS_ANSWERED
    assert statuses["us"] == decision_pb2.VERDICT_STATUS_NOT_REQUESTED


def test_options_reach_the_server(client: Client) -> None:
    answer = client.evaluate(record("C14"), [DAY], detail=evaluation_service_pb2.DETAIL_LEVEL_FULL, assessed_parts=["wages"])
    assert any(part.verdict.silent or part.verdict.not_assessed for part in answer.decisions[0].jurisdictions)


def test_the_day_of_the_lists_reaches_the_server(client: Client) -> None:
    days: list[tuple[str | datetime.date, str]] = [
        (datetime.date(2020, 1, 1), "NOT_CONFIGURED"),
        ("2199-01-01", "INVALID_REQUEST"),
    ]
    for known_at, reason in days:
        with pytest.raises(CallError) as caught:
            client.evaluate(record("C01"), [DAY], known_at=known_at)
        assert caught.value.reason == reason
        with pytest.raises(StreamBrokenError, match=reason):
            list(client.evaluate_stream([record("C01")], [DAY], known_at=known_at))


def test_a_timeline_has_each_day_on_which_the_answer_changes(client: Client) -> None:
    told = list(client.timeline(record("C01"), "2015-10-01", datetime.date(2015, 12, 1), jurisdictions=["qa"]))
    assert [told[0].WhichOneof("message"), told[-1].WhichOneof("message")] == ["opened", "summary"]
    steps = [message.step for message in told if message.HasField("step")]
    days = [(getattr(step, "from"), step.to) for step in steps]
    assert days == [("2015-10-01", "2015-11-02"), ("2015-11-02", "2015-12-01")]
    began = {change.after.rule_id for change in steps[1].changes if not change.HasField("before")}
    assert "qa.wage.wps@2015" in began
    assert told[-1].summary.days == 61


def test_a_bad_range_is_a_violation(client: Client) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        list(client.timeline(record("C01"), "2015-10-01", "2015-10-01"))
    assert [violation.field for violation in caught.value.violations] == ["options.to"]


def test_other_services_are_reached_over_the_channel(client: Client) -> None:
    plugins = CatalogServiceStub(client.channel).ListPlugins(ListPluginsRequest()).plugins
    assert {"qa", "us"} <= {plugin.jurisdiction for plugin in plugins}


def test_bad_fields_are_violations(client: Client) -> None:
    bad = record("C01")
    bad.wages.items[0].basic.currency, bad.wages.items[0].basic.amount = "QAR", "-5"
    with pytest.raises(InvalidRequestError) as caught:
        client.evaluate(bad, ["yesterday"], jurisdictions=["qa"])
    error = caught.value
    assert (error.code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    found = {violation.field: violation.reason for violation in error.violations}
    assert found == {"wages.items[0].basic.amount": "NEGATIVE", "options.as_of[0]": "DATE_NOT_CIVIL"}
    assert all(violation.description and violation.field in str(error) for violation in error.violations)
    assert error.metadata["violations"] == "2"


def test_a_limit_is_named(client: Client) -> None:
    large = record("C14")
    large.parties.items[0].name = "x" * (5 << 20)
    with pytest.raises(TooLargeError) as caught:
        client.evaluate(large, [DAY])
    assert caught.value.reason == "MESSAGE_TOO_LARGE"
    assert caught.value.metadata == {"limit": "limits.message_bytes", "value": str(4 << 20)}


@pytest.mark.parametrize("name", ["dates", "jurisdictions", "assessed_parts"])
def test_one_text_is_not_several(client: Client, name: str) -> None:
    with pytest.raises(TypeError, match=f"`{name}` is one text"):
        client.evaluate(record(), **{"dates": [DAY], name: "2015-06-01"})  # type: ignore[arg-type]


def test_a_request_id_makes_a_request_repeatable(client: Client) -> None:
    first = client.evaluate(record("C01"), [DAY], request_id="repeat-1")
    assert client.evaluate(record("C01"), [DAY], request_id="repeat-1") == first
    assert client.evaluate(record("C01"), [DAY]).ledger.decision_id != first.ledger.decision_id
    with pytest.raises(RequestIdTakenError):
        client.evaluate(record("C14"), [DAY], request_id="repeat-1")


def test_the_same_request_at_once_is_one_decision(client: Client) -> None:
    """Whoever comes while the first is being decided is told to come again, and does."""
    ask = lambda _: client.evaluate(record("C01"), [DAY], request_id="at-once").ledger.decision_id
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(ask, range(32)))) == 1


def test_a_busy_server_is_asked_again_after_the_time_it_names(tmp_path: pathlib.Path) -> None:
    server = Server(tmp_path, LIMITS__REQUESTS="1", LIMITS__RETRY_MS="40")
    try:
        errors: list[CallError] = []

        def hurried(number: int) -> None:
            with Client(server.address, retry=IMPATIENT) as client:
                try:
                    client.evaluate(record("C01"), [DAY])
                except CallError as error:
                    errors.append(error)

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(hurried, range(64)))
            assert errors, "sixteen at once are more than one"
            assert {(type(error), error.reason, error.retry_after_s) for error in errors} == {(BusyError, "BUSY", 0.04)}
            with Client(server.address) as patient:
                answers = list(pool.map(lambda _: patient.evaluate(record("C01"), [DAY]), range(64)))
        assert len({answer.ledger.decision_id for answer in answers}) == 64
    finally:
        assert server.stop() == 0


def test_a_server_that_is_away_is_waited_for_only_with_a_request_id(tmp_path: pathlib.Path) -> None:
    server = Server(tmp_path)
    with Client(server.address) as client:
        first = client.evaluate(record(), [DAY], request_id="before")
        server.kill()
        began = time.monotonic()
        with pytest.raises(UnavailableError) as caught:
            client.evaluate(record(), [DAY])
        assert caught.value.reason == "" and time.monotonic() - began < 5
        starting = threading.Timer(0.5, server.start)
        starting.start()
        assert client.evaluate(record(), [DAY], request_id="before") == first, "the decision outlives the server"
        starting.join()
    assert server.stop() == 0


def test_patience_and_time_end(tmp_path: pathlib.Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        target = "127.0.0.1:%d" % unused.getsockname()[1]
        for retry, timeout_s in ((RetryPolicy(patience_s=0.3), 30.0), (RetryPolicy(), 0.3)):
            began = time.monotonic()
            with Client(target, retry=retry) as client, pytest.raises(CallError):
                client.evaluate(record(), [DAY], request_id="nobody", timeout_s=timeout_s)
            assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("tries", "asked", "lot", "expected"),
    [(1, None, 1.0, 0.1), (2, None, 1.0, 0.2), (4, None, 0.5, 0.4), (99, None, 1.0, 5.0), (1, 7.0, 0.0, 7.0), (3, 2.0, 1.0, 2.4)],
)
def test_waits_grow_and_heed_the_server(tries: int, asked: float | None, lot: float, expected: float) -> None:
    error = CallError(grpc.StatusCode.UNAVAILABLE, "", retry_after_s=asked)
    assert RetryPolicy(lot=lambda: lot).wait_s(tries, error) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("code", "reason", "without_id", "with_id"),
    [
        ("RESOURCE_EXHAUSTED", "BUSY", True, True),
        ("RESOURCE_EXHAUSTED", "STREAMS_TAKEN", True, True),
        ("UNAVAILABLE", "STOPPING", True, True),
        ("UNAVAILABLE", "LEDGER_FULL", True, True),
        ("UNAVAILABLE", "LEDGER_STOPPED", False, True),
        ("UNAVAILABLE", "", False, True),
        ("ABORTED", "REQUEST_RUNNING", False, True),
        ("RESOURCE_EXHAUSTED", "", False, False),
        ("INVALID_ARGUMENT", "INVALID_REQUEST", False, False),
        ("ALREADY_EXISTS", "REQUEST_ID_TAKEN", False, False),
        ("DEADLINE_EXCEEDED", "TIMED_OUT", False, False),
        ("INTERNAL", "DEFECT", False, False),
    ],
)
def test_nothing_is_decided_twice(code: str, reason: str, without_id: bool, with_id: bool) -> None:
    error = CallError(grpc.StatusCode[code], "", reason)
    assert may_repeat(error, has_request_id=False) is without_id
    assert may_repeat(error, has_request_id=True) is with_id
