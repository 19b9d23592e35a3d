"""Evaluates records against the law of many jurisdictions, by a Comity server.

    with Client("127.0.0.1:50551") as client:
        answer = client.evaluate(record, ["2015-06-01"], request_id="case-7")

The messages are those of the contract: `comity.v1.record_pb2` and its neighbours come with this package.
"""

from .client import Client
from .errors import (
    BusyError,
    CallError,
    ComityError,
    InvalidRequestError,
    RequestIdTakenError,
    RequestRunningError,
    StreamBrokenError,
    TimedOutError,
    TooLargeError,
    UnavailableError,
    Violation,
)
from .retry import RetryPolicy
from .stream import Answer, AnswerStream, Summary

__all__ = [
    "Answer",
    "AnswerStream",
    "BusyError",
    "CallError",
    "Client",
    "ComityError",
    "InvalidRequestError",
    "RequestIdTakenError",
    "RequestRunningError",
    "RetryPolicy",
    "StreamBrokenError",
    "Summary",
    "TimedOutError",
    "TooLargeError",
    "UnavailableError",
    "Violation",
]
