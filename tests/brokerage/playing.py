"""Playing a state machine for as many steps as are asked for."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase
from hypothesis import settings as cases
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine, event

GENERATE, SHRINK = (Phase.generate,), (Phase.generate, Phase.shrink)


def played(machine: type, steps: int, counter: str, *, phases: tuple[Phase, ...], part: int = 0) -> Any:
    """Runs the machine, a hundred steps at a time, until it took that many; returns its class, with what it counted under `counter`."""
    run: Any = type("Played", (machine,), {counter: Counter(), "steps": 0, "part": part})
    while run.steps < steps:
        how = cases(
            max_examples=(steps - run.steps) // 100 + 1,
            stateful_step_count=100,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        run_state_machine_as_test(run, settings=how)
    return run


def hurry(database: Engine) -> None:
    """Whether a disk keeps what it was given is tested elsewhere; here it would only take time."""
    if database.dialect.name == "sqlite":
        database.dispose()
        quicker = "PRAGMA synchronous = OFF", "PRAGMA journal_mode = MEMORY"
        event.listen(database, "connect", lambda connection, _record: [connection.execute(each) for each in quicker])
