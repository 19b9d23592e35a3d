"""What can go wrong, typed: by the stable reason that the server gives, not by the text of a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.message import DecodeError

from . import error_details_pb2 as pb

_DOMAIN = "comity"
_DETAILS = "grpc-status-details-bin"


class ComityError(Exception):
    """Whatever this package raises of its own, arguments of the wrong type aside."""


@dataclass(frozen=True)
class Violation:
    """A bad field: its path, the stable reason, and what would be right."""

    field: str
    reason: str
    description: str


@dataclass(eq=False)
class CallError(ComityError):
    """A call that ended without an answer."""

    code: grpc.StatusCode
    message: str
    #: Stable reason of the server; empty if it is not the server's word but the network's.
    reason: str = ""
    #: What belongs to the reason, e.g. `limit` and `value`.
    metadata: Mapping[str, str] = field(default_factory=dict)
    #: The server asks to wait so long before the next try, in seconds.
    retry_after_s: float | None = None
    violations: tuple[Violation, ...] = ()

    def __str__(self) -> str:
        head = f"{self.code.name} {self.reason}".rstrip()
        fields = "".join(f"\n  {one.field or '(message)'}: {one.description} [{one.reason}]" for one in self.violations)
        return f"{head}: {self.message}{fields}"


class InvalidRequestError(CallError):
    """Fields are bad; `violations` has each, as far as they fit into headers (`metadata` counts them)."""


class TooLargeError(CallError):
    """Message, answer or entry is above a limit; `metadata` has the limit's name and value."""


class BusyError(CallError):
    """The server is at its limit."""


class UnavailableError(CallError):
    """There is no server, it is stopping, or it cannot keep decisions."""


class TimedOutError(CallError):
    """The time for the call ran out, here or at the server."""


class RequestIdTakenError(CallError):
    """The `request_id` was given to another request within the last day."""


class RequestRunningError(CallError):
    """The first request of this `request_id` is still being decided."""


class StreamBrokenError(ComityError):
    """A stream that ended early. Open it again with `stream_id` and `resume_after`, and records from the next on.

    `__cause__` is what broke it.
    """

    def __init__(self, stream_id: str, resume_after: int | None, why: str) -> None:
        self.stream_id = stream_id
        #: The last sequence up to which every answer was handed out; `None` if there is none.
        self.resume_after = resume_after
        self.why = why
        super().__init__(stream_id, resume_after, why)

    def __str__(self) -> str:
        upto = "nothing was answered" if self.resume_after is None else f"answered up to {self.resume_after}"
        return f"stream `{self.stream_id}` broke, {upto}: {self.why}"


_BY_REASON: dict[str, type[CallError]] = {
    "INVALID_REQUEST": InvalidRequestError,
    "MESSAGE_TOO_LARGE": TooLargeError,
    "ANSWER_TOO_LARGE": TooLargeError,
    "ENTRY_TOO_LARGE": TooLargeError,
    "BUSY": BusyError,
    "STREAMS_TAKEN": BusyError,
    "WATCHES_TAKEN": BusyError,
    "REQUEST_ID_TAKEN": RequestIdTakenError,
    "REQUEST_RUNNING": RequestRunningError,
}
_BY_CODE: dict[grpc.StatusCode, type[CallError]] = {
    grpc.StatusCode.UNAVAILABLE: UnavailableError,
    grpc.StatusCode.DEADLINE_EXCEEDED: TimedOutError,
}


def from_rpc(error: grpc.RpcError) -> CallError:
    """The typed form of what gRPC raises."""
    code, info = error.code(), pb.ErrorInfo()
    retry_after_s: float | None = None
    violations: tuple[Violation, ...] = ()
    for detail in _details(error):
        name = detail.type_url.rpartition("/")[2]
        try:
            if name == "google.rpc.ErrorInfo":
                info = pb.ErrorInfo.FromString(detail.value)
            elif name == "google.rpc.RetryInfo":
                delay = pb.RetryInfo.FromString(detail.value).retry_delay
                retry_after_s = delay.seconds + delay.nanos / 1e9
            elif name == "google.rpc.BadRequest":
                violations = _violations(pb.BadRequest.FromString(detail.value))
        except DecodeError:
            continue  # Another's detail under that name says nothing to us; code and message still do.
    reason = info.reason if info.domain == _DOMAIN else ""
    kind = _BY_REASON.get(reason) or _BY_CODE.get(code, CallError)
    return kind(code, error.details() or "", reason, dict(info.metadata), retry_after_s, violations)


def _details(error: grpc.RpcError) -> list[Any]:
    for item in error.trailing_metadata() or ():
        if item.key == _DETAILS:
            try:
                return list(pb.Status.FromString(item.value).details)
            except DecodeError:
                return []
    return []


def _violations(bad: pb.BadRequest) -> tuple[Violation, ...]:
    return tuple(Violation(one.field, one.reason, one.description) for one in bad.field_violations)
