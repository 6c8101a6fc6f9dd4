"""The process that works in the background: looks every few seconds at what is due, and stops cleanly when it is told to.

The scheduler is a ticker only. What is due, taken and done stands in the database, so a second process does no harm.
"""

import logging
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from brokerage import jobs, messages
from brokerage.correspondence import deliveries
from brokerage.diary.workdays import quiet
from brokerage.due.heartbeat import Heart
from brokerage.jobs import Job
from brokerage.messages import Rules
from brokerage.sending.outgoing import Post

log = logging.getLogger(__name__)
WATCH = 0.2  # seconds between two looks at whether a signal has come


@dataclass(frozen=True)
class Worker:
    """What one look does. `clock` is the time in UTC. It says that it is there before each job and each message."""

    jobs: Sequence[Job]
    way: Post
    rules: Rules
    clock: Callable[[], datetime]
    stop: threading.Event = field(default_factory=threading.Event)
    heart: Heart = field(default_factory=Heart)

    def look(self) -> None:
        """Runs each due job, then sends what is due. What fails is logged and does not keep the rest from being done."""
        for job in self.jobs:
            if not self._told_to_stop() and not quiet(self.clock()):
                self._try(job.name, partial(jobs.run_due, job, self.clock()))
        self._try("messages", lambda: messages.send_due(self.clock, self.way, self.rules, self._told_to_stop))
        self._try("deliveries", lambda: deliveries.look_back(self.clock, self.way, self.rules.mail, self._told_to_stop))

    def ended(self) -> None:
        """Says that this process is not at work any more."""
        self._try("heartbeat", lambda: self.heart.stop(self.clock()))

    def _told_to_stop(self) -> bool:
        self._try("heartbeat", lambda: self.heart.beat(self.clock()))
        return self.stop.is_set()

    def _try(self, name: str, do: Callable[[], object]) -> None:
        try:
            do()
        except Exception as error:  # noqa: BLE001 (the next look comes; the process must not end)
            # Not the error's own words: a database quotes values in them.
            log.error("%s failed and is tried again: %s\n%s", name, type(error).__name__, _where(error))


def run(worker: Worker, every_seconds: int) -> None:
    """Looks now and every so many seconds until SIGTERM or Ctrl+C; what was begun is finished first."""
    signalled: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: signalled.append(number))
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        worker.look,
        "interval",
        seconds=every_seconds,
        next_run_time=worker.clock().replace(tzinfo=UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    # The scheduler swallows what is raised in its own loop, and a lock taken by a handler may be held already: so the signal is only noted.
    while not signalled:
        time.sleep(WATCH)
    worker.stop.set()
    scheduler.shutdown(wait=True)
    worker.heart.stop(worker.clock())


def _where(error: Exception) -> str:
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
