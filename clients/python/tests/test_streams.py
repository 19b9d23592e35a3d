"""Streams of records: every record has one answer, whatever happens to the server, and memory stays bounded."""

from __future__ import annotations

import gc
import pathlib
import re
import time
from collections.abc import Iterator

import grpc
import pytest
from comity.v1.evaluation_service_pb2 import StreamRecord
from comity.v1.record_pb2 import Record
from comity_client import Answer, CallError, Client, InvalidRequestError, StreamBrokenError
from conftest import Server, record

DAY = "2015-06-01"


def numbered(count: int, bad: tuple[int, ...] = ()) -> Iterator[Record]:
    """Records that differ, some of them bad."""
    good = record()
    for number in range(count):
        good.id = "not an id" if number in bad else f"r{number}"
        yield good


def decision_ids(answers: list[Answer]) -> list[str]:
    return [answer.response.ledger.decision_id for answer in answers if answer.response]


@pytest.mark.parametrize("ordered", [True, False])
def test_every_record_has_one_answer_and_a_bad_one_spoils_only_itself(client: Client, ordered: bool) -> None:
    with client.evaluate_stream(numbered(2_000, bad=(1_234,)), [DAY], ordered=ordered) as stream:
        answers = list(stream)
    sequences = [answer.sequence for answer in answers]
    assert (sequences if ordered else sorted(sequences)) == list(range(2_000))
    refused = {answer.sequence: answer.violations for answer in answers if answer.response is None}
    assert [(n, [(v.field, v.reason) for v in found]) for n, found in refused.items()] == [(1_234, [("id", "NOT_AN_ID")])]
    assert all(a.response.record_id == f"r{a.sequence}" == a.sent.record.id for a in answers if a.response)
    assert len(set(decision_ids(answers))) == 1_999
    summary = stream.summary
    # No list is configured: parties met only the samples, so no decision is complete.
    assert (summary.received, summary.evaluated, summary.refused, summary.incomplete) == (2_000, 1_999, 1, 1_999)
    assert stream.resume_after == 1_999 and stream.held == (0, 0) and stream.resumed == 0
    assert stream.catalog_digest is not None and len(stream.catalog_digest) == 64


def test_an_empty_stream_ends(client: Client) -> None:
    stream = client.evaluate_stream([], [DAY])
    assert list(stream) == [] and stream.summary.received == 0 and stream.resume_after is None


@pytest.mark.parametrize("ordered", [True, False])
def test_a_killed_server_is_not_noticed(tmp_path: pathlib.Path, ordered: bool) -> None:
    """Killed twice in the middle and started anew on the same ledger: no answer lost or doubled, no decision doubled."""
    server = Server(tmp_path)
    answers: list[Answer] = []
    with Client(server.address) as client:
        stream = client.evaluate_stream(numbered(2_000, bad=(700,)), [DAY], ordered=ordered, window_records=600)
        for answer in stream:
            answers.append(answer)
            if len(answers) in (300, 1_100):
                server.kill()
                server.start()
        assert stream.resumed >= 2
        assert sorted(answer.sequence for answer in answers) == list(range(2_000))
        assert not ordered or [answer.sequence for answer in answers] == list(range(2_000))
        assert [answer.sequence for answer in answers if answer.response is None] == [700]
        assert stream.summary.evaluated == 1_999
        # The same id gets the decision that the stream had told.
        for answer in answers[::97]:
            if answer.response is not None:
                again = client.evaluate(answer.sent.record, [DAY], request_id=answer.sent.request_id)
                assert again.ledger == answer.response.ledger
    assert server.stop() == 0
    kept = re.search(r"(\d+) entries", server.ledger("verify"))
    assert kept and int(kept[1]) == 1_999 == len(set(decision_ids(answers)))


def test_another_process_can_go_on(client: Client) -> None:
    with client.evaluate_stream(numbered(500), [DAY]) as stream:
        first = [next(stream) for _ in range(200)]
    after = stream.resume_after
    assert after == 199, "what was handed out, not what had come"
    rest = [one for number, one in enumerate(map(copy, numbered(500))) if number > after]
    with client.evaluate_stream(rest, [DAY], stream_id=stream.stream_id, resume_after=after) as resumed:
        last = list(resumed)
    assert [answer.sequence for answer in first + last] == list(range(500))
    assert resumed.stream_id == stream.stream_id and resumed.summary.received == 300
    with pytest.raises(ValueError, match="needs the `stream_id`"):
        client.evaluate_stream([], [DAY], resume_after=3)


def copy(message: Record) -> Record:
    out = Record()
    out.CopyFrom(message)
    return out


def test_the_callers_own_ids_are_kept(client: Client) -> None:
    asked = [StreamRecord(request_id="own-1", record=record()), StreamRecord(record=record())]
    first, second = client.evaluate_stream(asked, [DAY], stream_id="own-stream")
    assert (first.sent.request_id, second.sent.request_id) == ("own-1", "own-stream-1")
    assert first.response and client.evaluate(record(), [DAY], request_id="own-1") == first.response


def test_a_request_that_is_still_being_decided_is_asked_for_again(client: Client) -> None:
    """The same id many times side by side: one decision, and no refusal that would be nobody's fault."""
    asked = (StreamRecord(request_id=f"twin-{number % 7}", record=record()) for number in range(700))
    answers = list(client.evaluate_stream(asked, [DAY]))
    assert len(answers) == 700 and all(answer.response for answer in answers)
    assert len(set(decision_ids(answers))) == 7


def test_without_ids_a_stream_that_may_have_lost_decisions_breaks(tmp_path: pathlib.Path) -> None:
    server = Server(tmp_path)
    with Client(server.address) as client:
        stream = client.evaluate_stream(numbered(2_000), [DAY], repeatable=False)
        for _ in range(10):
            assert not next(stream).sent.HasField("request_id")
        server.kill()
        with pytest.raises(StreamBrokenError) as caught:
            list(stream)
        assert isinstance(caught.value.__cause__, CallError)
        assert caught.value.stream_id == stream.stream_id and caught.value.resume_after == stream.resume_after
        assert caught.value.resume_after is not None and caught.value.resume_after >= 9


def test_a_stopping_server_breaks_no_stream_that_can_go_on(tmp_path: pathlib.Path) -> None:
    """It answers what it has read and sends the rest elsewhere: nothing is lost, so nothing needs ids."""
    server = Server(tmp_path)
    with Client(server.address) as client:
        answers: list[Answer] = []
        stream = client.evaluate_stream(numbered(3_000), [DAY], repeatable=False, window_records=500)
        for answer in stream:
            answers.append(answer)
            if len(answers) == 400:
                assert server.stop() == 0
                server.start()
        assert [answer.sequence for answer in answers] == list(range(3_000)) and stream.resumed >= 1
    assert server.stop() == 0
    kept = re.search(r"(\d+) entries", server.ledger("verify"))
    assert kept and int(kept[1]) == 3_000


def test_an_error_of_the_whole_stream_is_typed(client: Client) -> None:
    with pytest.raises(StreamBrokenError) as caught:
        list(client.evaluate_stream(numbered(3), ["yesterday"]))
    cause = caught.value.__cause__
    assert isinstance(cause, InvalidRequestError) and cause.code is grpc.StatusCode.INVALID_ARGUMENT
    assert [(v.field, v.reason) for v in cause.violations] == [("options.as_of[0]", "DATE_NOT_CIVIL")]
    assert caught.value.resume_after is None


def test_what_the_source_raises_comes_after_the_answers_before_it(client: Client) -> None:
    def failing() -> Iterator[Record]:
        yield from numbered(10)
        raise KeyError("the eleventh")

    taken: list[int] = []
    with pytest.raises(KeyError, match="the eleventh"):
        for answer in client.evaluate_stream(failing(), [DAY]):
            taken.append(answer.sequence)
    assert taken == list(range(10))


class Endless:
    """Records without end; counts what was read."""

    def __init__(self) -> None:
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        while True:
            self.count += 1
            yield record()

    def settled(self) -> int:
        """The count once nothing was read for half a second."""
        for _ in range(240):
            before = self.count
            time.sleep(0.5)
            if self.count == before:
                return before
        raise AssertionError("it is read without end")


def resident_bytes() -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) << 10


def test_a_slow_consumer_holds_everything_back(client: Client) -> None:
    source, before = Endless(), resident_bytes()
    with client.evaluate_stream(source, [DAY], window_records=800, window_bytes=4 << 20) as stream:
        for taken in range(1, 6):
            next(stream)
            records, size = stream.held
            assert source.settled() <= 800 + 1 + 512, "the window, and the answers of one message"
            assert records <= 800 and size <= (4 << 20) + (64 << 10)
        assert resident_bytes() - before < 48 << 20
    assert source.settled() == source.count, "a closed stream reads no more"


def test_a_forgotten_stream_is_let_go(client: Client) -> None:
    source = Endless()
    for _ in client.evaluate_stream(source, [DAY], window_records=100):
        break
    gc.collect()
    assert source.settled() < 1_000
