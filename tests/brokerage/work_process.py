"""A process of its own that works in the background: `work_process.py JOBS DAYS FOLDER MINUTES [naive]`.

So many jobs, each due once a day for so many days from 1 March 2027, whose effect is a line in the trail; and what is in the outbox, into that
folder, as if it were so many minutes later. It begins at a line on its input and says `looked` when it is through. With `naive`
each process remembers by itself what it has done, as a scheduler's own memory would.
"""

import logging
import sys
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from brokerage import audit, jobs, messages, schema, settings
from brokerage.jobs import Daily, Every, Job
from brokerage.sending import post
from brokerage.work import Worker
from employers.db import transaction

NOON = datetime(2027, 3, 1, 12)


def note(session: Session, now: datetime, name: str) -> None:
    audit.note(session, "done", "job", f"{name} {now.date()}")


def naive(job: Job, now: datetime, done: set[tuple[str, datetime]]) -> bool:
    due = job.rhythm.due(now, None)
    if due is None or (job.name, due) in done:
        return False
    with transaction(by="test") as session:
        job.do(session, now)
    done.add((job.name, due))
    return True


def main(number: int, days: int, folder: Path, later: timedelta) -> None:
    own = settings.load()
    schema.open_database(own.database_url)
    now = [NOON + later]
    rhythms = Daily(time(6)), Every(24 * 60)
    listed = [Job(f"job {each}", rhythms[each % 2], partial(note, name=f"job {each}")) for each in range(number)]
    rules = messages.Rules(own.mail, own.secret_key(), jobs.CHECKS)
    worker = Worker(listed, post.Folder(folder), rules, lambda: now[0])
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(days):
        worker.look()
        now[0] += timedelta(days=1)
    print("looked", flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    if "naive" in sys.argv:
        jobs.run_due = partial(naive, done=set())
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), timedelta(minutes=int(sys.argv[4])))
