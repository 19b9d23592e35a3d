"""A stream of records: an iterator of records in, an iterator of their answers out, over as many calls as it takes.

Each record has exactly one answer. What was sent and has no answer is kept and sent again when a call breaks; an answer
that comes a second time is dropped. The consumer of the answers sets the pace: gRPC takes a message from the network when
it is asked for one, the server reads no further than its own window, and the source no further than ours.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

import grpc
from comity.v1 import evaluation_service_pb2 as service
from comity.v1.evaluation_service_pb2_grpc import EvaluationServiceStub
from comity.v1.record_pb2 import Record

from . import errors
from .errors import CallError, StreamBrokenError, Violation
from .retry import RetryPolicy, may_repeat
from .window import Attempt, Bounds, Window

#: For a record whose decision was still being made when it was sent again.
_ASK_AGAIN_S = 30.0

Call = Callable[[service.EvaluateRequest, float], service.EvaluateResponse]


class Messages(Protocol):
    """What gRPC gives for a call: its messages, and a way to end it."""

    def __next__(self) -> service.EvaluateStreamResponse: ...

    def cancel(self) -> bool: ...


@dataclass(frozen=True)
class StreamSettings:
    """What a stream was asked for."""

    options: service.EvaluateOptions
    ordered: bool
    repeatable: bool
    stream_id: str | None
    resume_after: int | None
    bounds: Bounds

    def __post_init__(self) -> None:
        if self.resume_after is not None and self.stream_id is None:
            raise ValueError("`resume_after` needs the `stream_id` of the stream that is resumed")


@dataclass(frozen=True)
class Answer:
    """The answer to one record: a response, or a refusal."""

    sequence: int
    #: What was sent, with its `request_id`.
    sent: service.StreamRecord
    response: service.EvaluateResponse | None
    #: Each bad field; empty if there is a response.
    violations: tuple[Violation, ...]


@dataclass(frozen=True)
class Summary:
    """Counts of the answers of a stream, over all its calls."""

    evaluated: int = 0
    refused: int = 0
    #: Of the evaluated: those with a decision that is not complete.
    incomplete: int = 0

    @property
    def received(self) -> int:
        return self.evaluated + self.refused

    def with_answer(self, answer: Answer) -> Summary:
        if answer.response is None:
            return Summary(self.evaluated, self.refused + 1, self.incomplete)
        incomplete = any(not decision.complete for decision in answer.response.decisions)
        return Summary(self.evaluated + 1, self.refused, self.incomplete + incomplete)


class AnswerStream(Iterator[Answer]):
    """The answers of a stream. Close it, or use it in `with`, if it is not read to its end."""

    def __init__(
        self,
        stub: EvaluationServiceStub,
        call: Call,
        retry: RetryPolicy,
        settings: StreamSettings,
        records: Iterable[Record | service.StreamRecord],
    ) -> None:
        self._stub, self._ask, self._retry, self._settings = stub, call, retry, settings
        #: Names the stream, for resuming it.
        self.stream_id = settings.stream_id or uuid.uuid4().hex
        #: The digest of the catalog by which the last call decides; `None` before its first answer.
        self.catalog_digest: str | None = None
        #: Calls that broke and were resumed.
        self.resumed = 0
        self._summary = Summary()
        self._first = 0 if settings.resume_after is None else settings.resume_after + 1
        self._window = Window(settings.bounds, self._first, self.stream_id if settings.repeatable else None)
        self._ready: deque[Answer] = deque()
        self._tries = 0
        self._broken_since: float | None = None
        self._done = False
        self._attempt: Attempt | None = None
        self._messages: Messages | None = None
        # Not the stream's own method: the thread must not keep the stream from being collected.
        threading.Thread(target=self._window.read, args=(records,), name="comity-records", daemon=True).start()

    @property
    def summary(self) -> Summary:
        """Counts of the answers so far; of all when the iteration has ended."""
        return self._summary

    @property
    def resume_after(self) -> int | None:
        """The last sequence up to which every answer was handed out; `None` if there is none."""
        waiting = min((answer.sequence for answer in self._ready), default=self._window.base)
        last = min(waiting, self._window.base) - 1
        return last if last >= 0 else None

    @property
    def held(self) -> tuple[int, int]:
        """Records, and their bytes, that were read from the source and have no answer yet."""
        return self._window.held

    def __enter__(self) -> AnswerStream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_window") and hasattr(self, "_messages"):
            self.close()

    def close(self) -> None:
        """Ends the stream where it is. The server lets go of what it holds for it."""
        self._done = True
        self._window.close()
        self._leave()

    def __next__(self) -> Answer:
        while not self._ready:
            if self._done:
                raise StopIteration
            try:
                self._step()
            except BaseException:
                self.close()
                raise
        answer = self._ready.popleft()
        self._summary = self._summary.with_answer(answer)
        return answer

    def _step(self) -> None:
        """Takes the next message, of a new call if the last one broke."""
        messages = self._messages or self._open()
        try:
            message = next(messages)
        except StopIteration:
            raise self._broken("the server ended it without a summary") from None
        except grpc.RpcError as raised:
            self._leave()
            self._wait(errors.from_rpc(raised), raised)
            return
        if message.HasField("summary"):
            self._finish()
        elif message.HasField("opened"):
            self.catalog_digest = message.opened.catalog_digest
        else:
            self._take(message.chunk)

    def _open(self) -> Messages:
        self._attempt = Attempt()
        base, settings = self._window.base, self._settings
        opening = service.StreamOpen(
            options=settings.options, unordered=not settings.ordered, stream_id=self.stream_id
        )
        if base > 0:
            opening.resume_after = base - 1
        requests = _requests(self._window, self._attempt, opening, base)
        self._messages = self._stub.EvaluateStream(requests)
        return self._messages

    def _leave(self) -> None:
        """Ends the call, if there is one."""
        if self._attempt is not None:
            self._window.wake(self._attempt)
        if self._messages is not None:
            self._messages.cancel()
        self._attempt = self._messages = None

    def _take(self, chunk: service.AnswerChunk) -> None:
        for said in chunk.answers:
            sent = self._window.answered(said.sequence)
            if sent is not None:
                self._ready.append(self._answer(said, sent))
            elif not self._window.was_sent(said.sequence):
                raise self._broken(f"the server answered {said.sequence}, which was never sent")
        self._tries, self._broken_since = 0, None

    def _answer(self, said: service.StreamAnswer, sent: service.StreamRecord) -> Answer:
        if said.HasField("response"):
            return Answer(said.sequence, sent, said.response, ())
        if not said.HasField("refusal"):
            raise self._broken(f"the answer to {said.sequence} is of a kind that this client does not know")
        violations = tuple(Violation(one.field, one.reason, one.description) for one in said.refusal.violations)
        if [one.reason for one in violations] == ["REQUEST_RUNNING"]:
            # Its first sending is still being decided: not the record's fault, and soon over.
            return Answer(said.sequence, sent, self._settled(sent), ())
        return Answer(said.sequence, sent, None, violations)

    def _settled(self, sent: service.StreamRecord) -> service.EvaluateResponse:
        request = service.EvaluateRequest(
            request_id=sent.request_id, options=self._settings.options, record=sent.record
        )
        return self._ask(request, _ASK_AGAIN_S)

    def _finish(self) -> None:
        """The server has said its last word: every record has its answer, or something is wrong."""
        self._leave()
        self._done = True
        waiting, _ = self._window.held
        if waiting:
            raise self._broken(f"the server summed up while {waiting} records have no answer")
        if self._window.failure is not None:
            raise self._window.failure

    def _wait(self, error: CallError, raised: grpc.RpcError) -> None:
        """Waits before the next call, or says why there is none."""
        repeatable = self._window.is_repeatable()
        if error.reason == "STREAM_IDLE" and repeatable:
            # The source or the consumer rests; the server needs no rest from us.
            self.resumed += 1
            return
        now = time.monotonic()
        self._broken_since = now if self._broken_since is None else self._broken_since
        self._tries += 1
        wait = self._retry.wait_s(self._tries, error)
        too_late = now + wait >= self._broken_since + self._retry.patience_s
        if too_late or not may_repeat(error, has_request_id=repeatable):
            error.__cause__ = raised
            raise self._broken(str(error)) from error
        self.resumed += 1
        time.sleep(wait)

    def _broken(self, why: str) -> StreamBrokenError:
        return StreamBrokenError(self.stream_id, self.resume_after, why)


def _requests(
    window: Window, attempt: Attempt, opening: service.StreamOpen, first: int
) -> Iterator[service.EvaluateStreamRequest]:
    """The messages of one call. gRPC reads them from a thread of its own."""
    yield service.EvaluateStreamRequest(open=opening)
    while (chunk := window.chunk(first, attempt)) is not None:
        first += len(chunk.records)
        yield service.EvaluateStreamRequest(chunk=chunk)
