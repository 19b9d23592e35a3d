"""The client: one channel, single calls with retries, streams of records."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Iterator
from types import TracebackType

import grpc
from comity.v1 import evaluation_service_pb2 as service
from comity.v1.evaluation_service_pb2_grpc import EvaluationServiceStub
from comity.v1.record_pb2 import Record

from . import errors
from .retry import RetryPolicy, may_repeat
from .stream import AnswerStream, StreamSettings
from .window import Bounds

Date = str | datetime.date

#: The default of the server's `limits.message_bytes`.
_MESSAGE_BYTES = 4 << 20
_OPTIONS = (
    # A server that starts anew is found within seconds; by default gRPC looks for it ever more seldom, up to two minutes.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),
    # A peer that went away without a word is found, and the stream resumed.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
)


class Client:
    """A connection to one Comity server. It may be used by many threads at once.

    Without `credentials` it speaks plain text, as the server does on a loopback address. `message_bytes` is the largest
    answer that is taken; give what the server's `limits.message_bytes` says.
    """

    def __init__(
        self,
        target: str,
        *,
        credentials: grpc.ChannelCredentials | None = None,
        retry: RetryPolicy | None = None,
        message_bytes: int = _MESSAGE_BYTES,
    ) -> None:
        options = [*_OPTIONS, ("grpc.max_receive_message_length", message_bytes)]
        if credentials is None:
            self.channel = grpc.insecure_channel(target, options)
        else:
            self.channel = grpc.secure_channel(target, credentials, options)
        self._retry = retry or RetryPolicy()
        self._stub = EvaluationServiceStub(self.channel)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection, and every call on it."""
        self.channel.close()

    def evaluate(
        self,
        record: Record,
        dates: Iterable[Date],
        *,
        jurisdictions: Iterable[str] = (),
        assessed_parts: Iterable[str] = (),
        detail: service.DetailLevel.ValueType = service.DETAIL_LEVEL_UNSPECIFIED,
        known_at: Date | None = None,
        request_id: str | None = None,
        timeout_s: float = 30.0,
    ) -> service.EvaluateResponse:
        """Evaluates one record on each date. Raises a `CallError`.

        With a `request_id` the call is made again after a broken connection, and never decides twice; without one it is
        made again only where the server says that nothing was decided. `timeout_s` is for all tries together. With `known_at`
        parties are screened by the lists as they had been published by that day.
        """
        request = service.EvaluateRequest(
            request_id=request_id, options=_options(dates, jurisdictions, assessed_parts, detail, known_at), record=record
        )
        return self._call(request, timeout_s)

    def evaluate_stream(
        self,
        records: Iterable[Record | service.StreamRecord],
        dates: Iterable[Date],
        *,
        jurisdictions: Iterable[str] = (),
        assessed_parts: Iterable[str] = (),
        detail: service.DetailLevel.ValueType = service.DETAIL_LEVEL_UNSPECIFIED,
        known_at: Date | None = None,
        ordered: bool = True,
        repeatable: bool = True,
        stream_id: str | None = None,
        resume_after: int | None = None,
        window_records: int = 2_048,
        window_bytes: int = 8 << 20,
    ) -> AnswerStream:
        """Evaluates many records over one stream; iterate over what it returns for the answer to each.

        A bad record spoils only itself: its answer is a refusal. When the connection breaks, the stream is resumed after
        the last answer and the caller does not see it. `repeatable` gives each record without a `request_id` one that
        follows from the stream and its sequence, so that this never makes a second decision; without it a stream that
        breaks while decisions may be lost raises `StreamBrokenError`.

        To go on with a stream of another process, give its `stream_id`, the `resume_after` it had reached, and the records
        that follow. `records` is read by a thread of its own, at most `window_records` and `window_bytes` ahead of the
        answers that were taken.
        """
        settings = StreamSettings(
            options=_options(dates, jurisdictions, assessed_parts, detail, known_at),
            ordered=ordered,
            repeatable=repeatable,
            stream_id=stream_id,
            resume_after=resume_after,
            bounds=Bounds(window_records, window_bytes),
        )
        return AnswerStream(self._stub, self._call, self._retry, settings, records)

    def timeline(
        self,
        record: Record,
        start: Date | None = None,
        end: Date | None = None,
        *,
        jurisdictions: Iterable[str] = (),
        assessed_parts: Iterable[str] = (),
        timeout_s: float = 600.0,
    ) -> Iterator[service.TimelineResponse]:
        """Judges one record on every day from `start` up to `end`; gives what the server tells, message by message.

        First `opened`, then `progress` now and then and a `step` for each time in which the answer is the same, with what
        changed on its first day and why; last `summary`. Without days the server chooses them: from before the record to
        after the law that is known. Raises a `CallError`, and makes no call again. Nothing is kept in the ledger. Close the
        iterator to give the timeline up.
        """
        options = service.TimelineOptions(jurisdictions=jurisdictions, assessed_parts=assessed_parts)
        if start is not None:
            setattr(options, "from", str(start))
        if end is not None:
            options.to = str(end)
        call = self._stub.Timeline(service.TimelineRequest(options=options, record=record), timeout=timeout_s)
        try:
            yield from call
        except grpc.RpcError as raised:
            raise errors.from_rpc(raised) from raised
        finally:
            call.cancel()

    def _call(self, request: service.EvaluateRequest, timeout_s: float) -> service.EvaluateResponse:
        """Makes a call until it has an answer, may not be made again, or its time is over."""
        end = time.monotonic() + timeout_s
        patient_until: float | None = None
        tries = 0
        while True:
            try:
                return self._stub.Evaluate(request, timeout=max(end - time.monotonic(), 0.0))
            except grpc.RpcError as raised:
                error = errors.from_rpc(raised)
                tries += 1
                wait = self._retry.wait_s(tries, error)
                now = time.monotonic()
                patient_until = now + self._retry.patience_s if patient_until is None else patient_until
                too_late = now + wait >= min(end, patient_until)
                if too_late or not may_repeat(error, has_request_id=request.HasField("request_id")):
                    raise error from raised
            time.sleep(wait)


def _options(
    dates: Iterable[Date],
    jurisdictions: Iterable[str],
    assessed_parts: Iterable[str],
    detail: service.DetailLevel.ValueType,
    known_at: Date | None,
) -> service.EvaluateOptions:
    for name, given in (("dates", dates), ("jurisdictions", jurisdictions), ("assessed_parts", assessed_parts)):
        if isinstance(given, str):
            raise TypeError(f"`{name}` is one text; it takes several, such as [{given!r}]")
    return service.EvaluateOptions(
        as_of=[date if isinstance(date, str) else date.isoformat() for date in dates],
        jurisdictions=jurisdictions,
        assessed_parts=assessed_parts,
        detail=detail,
        known_at=None if known_at is None else str(known_at),
    )
