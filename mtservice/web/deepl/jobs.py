"""Documents that are translated behind the caller's back: sent, asked after, fetched."""

from __future__ import annotations

import hmac
import logging
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.errors import BusyError
from mtservice.web.errors import status_of
from mtservice.web.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from mtservice.web.outbox import Finished

logger = logging.getLogger(__name__)

_AT_ONCE = 2
_KEPT_SECONDS = 3600
_CLIENTS_FAULT = 500
"""Errors of a status below are told; of others, only that there was one."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a caller asks after a document with."""

    id: str
    key: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a document is."""

    status: str
    """`queued`, `translating`, `done` or `error`."""
    characters: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    key: str
    future: Future[tuple[Finished, int]]
    since: float


class Jobs:
    """Translates a few documents at once, lets a bounded number wait, keeps results for an hour.

    Safe to share between threads.
    """

    def __init__(self, waiting: int) -> None:
        self._waiting = waiting
        self._lock = threading.Lock()
        self._jobs: dict[str, _Job] = {}
        self._outbox = Outbox(seconds=_KEPT_SECONDS)
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="document")

    def start(self, work: Callable[[], tuple[Finished, int]]) -> Ticket:
        """Begin `work`, which gives a file and how many characters it had.

        Raises `BusyError` when too many are unfinished.
        """
        ticket = Ticket(secrets.token_hex(16), secrets.token_hex(32))
        with self._lock:
            self._tidy()
            unfinished = sum(not job.future.done() for job in self._jobs.values())
            if unfinished >= _AT_ONCE + self._waiting:
                message = f"{unfinished} documents are already waiting; try again later"
                raise BusyError(message, retry_after=min(10 * unfinished, 120))
            future = self._pool.submit(self._run, ticket.id, work)
            self._jobs[ticket.id] = _Job(ticket.key, future, time.monotonic())
        return ticket

    def progress(self, ticket: Ticket) -> Progress | None:
        """How far the document is; `None` where the ticket is for none."""
        job = self._find(ticket)
        if job is None:
            return None
        if not job.future.done():
            return Progress("translating" if job.future.running() else "queued")
        error = job.future.exception()
        if error is not None:
            told = isinstance(error, Exception) and status_of(type(error)) < _CLIENTS_FAULT
            return Progress("error", message=str(error) if told else "the translation failed")
        return Progress("done", characters=job.future.result()[1])

    def fetch(self, ticket: Ticket) -> Finished | None:
        """The finished file, which is then forgotten; `None` where there is none."""
        if self._find(ticket) is None:
            return None
        with self._lock:
            file = self._outbox.get(ticket.id, last=True)
            if file is not None:
                self._jobs.pop(ticket.id, None)
        return file

    def _run(self, key: str, work: Callable[[], tuple[Finished, int]]) -> tuple[Finished, int]:
        try:
            file, characters = work()
        except Exception as error:
            logger.warning("document failed: %s", type(error).__name__)  # its words may quote it
            raise
        self._outbox.put(file, key)
        return file, characters

    def _find(self, ticket: Ticket) -> _Job | None:
        with self._lock:
            self._tidy()
            job = self._jobs.get(ticket.id)
        return job if job and hmac.compare_digest(job.key.encode(), ticket.key.encode()) else None

    def _tidy(self) -> None:
        late = time.monotonic() - _KEPT_SECONDS
        for name, job in list(self._jobs.items()):
            if job.future.done() and job.since < late:
                del self._jobs[name]
