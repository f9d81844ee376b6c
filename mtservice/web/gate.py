"""Lets a bounded number of translations in, a bounded number wait, and turns the rest away."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING

from mtservice.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_ADVICE = 120


class Gate:
    """A door with a queue. Safe to share between threads."""

    def __init__(self, concurrent: int, waiting: int) -> None:
        self._concurrent = concurrent
        self._capacity = concurrent + waiting
        self._turns = threading.BoundedSemaphore(concurrent)
        self._lock = threading.Lock()
        self._inside = 0
        self._mean = 1.0
        """Running mean of how long a turn takes, in seconds."""

    @contextmanager
    def turn(self, *, patient: bool = False) -> Iterator[None]:
        """Wait for a turn and hold it; raises `BusyError` at once when the queue is full.

        A `patient` caller, whom nobody waits for, queues however many do.
        """
        self._enter(patient=patient)
        try:
            with self._turns:
                began = time.monotonic()
                yield
                self._mean += (time.monotonic() - began - self._mean) / 8
        finally:
            with self._lock:
                self._inside -= 1

    def _enter(self, *, patient: bool) -> None:
        with self._lock:
            if self._inside >= self._capacity and not patient:
                wait = ceil(self._mean * self._inside / self._concurrent)
                raise BusyError(
                    f"{self._inside} translations are already running or waiting; try again later",
                    retry_after=min(max(wait, 1), _LONGEST_ADVICE),
                )
            self._inside += 1
