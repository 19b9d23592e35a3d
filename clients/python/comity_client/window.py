"""The records of a stream that are on their way: read from the source, perhaps sent, not answered yet.

A thread reads the source, because it may block, and because it goes on while a broken stream is resumed. The window is
bounded in records and bytes; that is what bounds the memory of a stream whose answers are taken slowly.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from comity.v1 import evaluation_service_pb2 as service
from comity.v1.record_pb2 import Record

#: A chunk is sent at this size: the contract's 16 to 64 KiB. A record that is larger goes alone.
CHUNK_BYTES = 64 << 10
#: A smaller chunk waits for more records, though not for long.
_ENOUGH_BYTES = 16 << 10
_LINGER_S = 0.005
#: Far below the server's `limits.chunk_records`, however small the records are.
_CHUNK_RECORDS = 1_024


@dataclass(frozen=True)
class Bounds:
    """How much may be on its way. One record is let in whatever its size."""

    records: int
    bytes: int

    def __post_init__(self) -> None:
        if self.records < 1 or self.bytes < 1:
            raise ValueError(f"a window of {self.records} records and {self.bytes} bytes lets nothing through")


@dataclass
class Sent:
    """A record on its way."""

    message: service.StreamRecord
    bytes: int
    answered: bool = False


@dataclass
class Attempt:
    """One call of a stream that may need several."""

    over: bool = False


class Window:
    """The records from the first that has no answer to the last that was read."""

    def __init__(self, bounds: Bounds, first: int, name: str | None) -> None:
        self._bounds = bounds
        #: Requests without an id get one of this name and their sequence.
        self._name = name
        self._base = first
        self._items: deque[Sent] = deque()
        self._bytes = 0
        self._taken = first
        self._ended = self._closed = False
        self._failure: BaseException | None = None
        self._changed = threading.Condition()

    def read(self, source: Iterable[Record | service.StreamRecord]) -> None:
        """Reads the source to its end, as far ahead as there is room. The work of a thread of its own."""
        try:
            for record in source:
                if not self._put(record):
                    return
        except BaseException as error:  # noqa: BLE001: whatever the source raises belongs to whoever takes the answers
            self._failure = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def _put(self, record: Record | service.StreamRecord) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_room())
            if self._closed:
                return False
            message = self._message(record, self._base + len(self._items))
            size = message.ByteSize()
            self._items.append(Sent(message, size))
            self._bytes += size
            self._changed.notify_all()
            return True

    def _has_room(self) -> bool:
        return len(self._items) < self._bounds.records and self._bytes < self._bounds.bytes

    def _message(self, record: Record | service.StreamRecord, sequence: int) -> service.StreamRecord:
        """A copy: the caller may use one message for many records."""
        message = service.StreamRecord()
        if isinstance(record, Record):
            message.record.CopyFrom(record)
        else:
            message.CopyFrom(record)
        if self._name is not None and not message.HasField("request_id"):
            message.request_id = f"{self._name}-{sequence}"
        return message

    def chunk(self, first: int, attempt: Attempt) -> service.RecordChunk | None:
        """The records from a sequence on, as many as make a chunk; waits for them. `None` when there are no more."""
        with self._changed:
            self._changed.wait_for(lambda: attempt.over or self._ended or self._after(first) > 0)
            self._changed.wait_for(lambda: attempt.over or self._ended or self._is_enough(first), _LINGER_S)
            if attempt.over or self._after(first) == 0:
                return None
            start, size = first - self._base, 0
            chunk = service.RecordChunk(first_sequence=first)
            for at in range(start, len(self._items)):
                size += self._items[at].bytes
                if chunk.records and (size > CHUNK_BYTES or len(chunk.records) == _CHUNK_RECORDS):
                    break
                chunk.records.append(self._items[at].message)
            self._taken = max(self._taken, first + len(chunk.records))
            return chunk

    def _after(self, first: int) -> int:
        return self._base + len(self._items) - first

    def _is_enough(self, first: int) -> bool:
        start = first - self._base
        size = 0
        for at in range(start, len(self._items)):
            size += self._items[at].bytes
            if size >= _ENOUGH_BYTES:
                return True
        # Nothing more comes in while the window is full.
        return not self._has_room()

    def answered(self, sequence: int) -> service.StreamRecord | None:
        """Marks a record as answered, and gives it; `None` if it had its answer already, or was never sent."""
        with self._changed:
            if not self._base <= sequence < self._taken or self._items[sequence - self._base].answered:
                return None
            item = self._items[sequence - self._base]
            item.answered = True
            while self._items and self._items[0].answered:
                self._bytes -= self._items.popleft().bytes
                self._base += 1
            self._changed.notify_all()
            return item.message

    def was_sent(self, sequence: int) -> bool:
        with self._changed:
            return sequence < self._taken

    @property
    def base(self) -> int:
        """The sequence of the first record that has no answer."""
        with self._changed:
            return self._base

    @property
    def held(self) -> tuple[int, int]:
        """Records and bytes on their way."""
        with self._changed:
            return len(self._items), self._bytes

    @property
    def failure(self) -> BaseException | None:
        """What the source raised, once every record before it is answered."""
        with self._changed:
            return None if self._items else self._failure

    def is_repeatable(self) -> bool:
        """Whether to send again what may have been decided is safe."""
        with self._changed:
            sent = (self._items[at] for at in range(min(self._taken - self._base, len(self._items))))
            return all(item.answered or item.message.HasField("request_id") for item in sent)

    def close(self) -> None:
        """Nothing more is read, and nobody waits any longer."""
        with self._changed:
            self._closed = self._ended = True
            self._changed.notify_all()

    def wake(self, attempt: Attempt) -> None:
        """Ends an attempt: what waits for its next chunk waits no longer."""
        with self._changed:
            attempt.over = True
            self._changed.notify_all()
