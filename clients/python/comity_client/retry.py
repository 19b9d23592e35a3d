"""When a call may be made again, and after how long."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import grpc

from .errors import CallError

#: Reasons after which nothing was decided, so that a call can be made again whatever it is.
_UNDECIDED = frozenset({"BUSY", "STREAMS_TAKEN", "STOPPING", "LEDGER_FULL"})


@dataclass(frozen=True)
class RetryPolicy:
    """Waits that grow and are drawn by lot, so that callers who were refused together do not come again together."""

    #: The first wait is up to so long.
    first_s: float = 0.1
    #: Each wait is up to so many times the one before.
    factor: float = 2.0
    #: No wait is longer, unless the server asks for it.
    most_s: float = 5.0
    #: Given up when nothing was answered for so long: longer than a server needs to start anew.
    patience_s: float = 30.0
    #: A number from 0 to 1.
    lot: Callable[[], float] = field(default=random.random, repr=False)

    def wait_s(self, tries: int, error: CallError) -> float:
        """How long to wait after so many tries, the first being 1; at least as long as the server asks for."""
        spread = min(self.most_s, self.first_s * self.factor ** min(tries - 1, 60))
        return (error.retry_after_s or 0.0) + spread * self.lot()


def may_repeat(error: CallError, *, has_request_id: bool) -> bool:
    """Whether to make a call again can never make a second decision.

    A connection that breaks says nothing of whether the server decided: then only a `request_id` makes it safe.
    """
    if error.reason in _UNDECIDED:
        return True
    unsettled = error.code is grpc.StatusCode.UNAVAILABLE or error.reason == "REQUEST_RUNNING"
    return has_request_id and unsettled
