"""One run of `brokerage prove`: each part on each engine, on a stage of its own; what breaks a part does not end the others."""

import secrets
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from brokerage.proving import bad_inputs, clock_matrix, evidence, kills, races, reminders, restarts, tampering
from brokerage.proving.engines import Engines, engines
from brokerage.proving.evidence import Check, Evidence
from brokerage.proving.names import ENGINES, PARTS
from brokerage.proving.stage import Stage, stage

PROVES: dict[str, Callable[[Stage], Iterator[Check]]] = {
    "races": races.prove,
    "kills": kills.prove,
    "reminders": reminders.prove,
    "restarts": restarts.prove,
    "bad-inputs": bad_inputs.prove,
    "clock": clock_matrix.prove,
    "consistency": tampering.prove,
}
ON = {"restarts": ("postgresql",), "clock": ("sqlite",)}  # where a part is played; the others on both engines


@dataclass(frozen=True)
class Asked:
    """`seed`: what chance is drawn from; None draws one, which the evidence tells."""

    quick: bool
    parts: Sequence[str]
    engines: Sequence[str]
    seed: int | None
    postgresql_url: str = ""
    restart_command: str = ""


def run(
    asked: Asked, clock: Callable[[], datetime], say: Callable[[str], None], keep: Callable[[Evidence], object]
) -> Evidence:
    """Plays what was asked for, says how far it is, and has what was found so far kept after each part, so that a run that is stopped
    is not lost. Raises NoPostgresql before anything is played."""
    begun, seed = clock(), secrets.randbelow(10**6) if asked.seed is None else asked.seed
    how = "quick" if asked.quick else "full"
    say(f"Seed {seed}. {ABOUT[how]}")
    checks: list[Check] = []
    machine = evidence.machine()
    with engines(tuple(asked.engines), asked.postgresql_url, asked.restart_command) as there:
        versions = evidence.versions(there.version())
        found = Evidence(begun, clock(), seed, how, (), machine, versions, _again(asked, seed))
        for part in asked.parts:
            for engine in asked.engines:
                if engine in ON.get(part, asked.engines):
                    checks += _played(there, part, engine, seed, quick=asked.quick, say=say)
                    found = replace(found, ended=clock(), checks=tuple(checks))
                    keep(found)
    return found


def _again(asked: Asked, seed: int) -> str:
    """The command that draws the same again."""
    some = [f"--only {each}" for each in asked.parts if len(asked.parts) < len(PARTS)]
    some += [f"--engine {each}" for each in asked.engines if len(asked.engines) < len(ENGINES)]
    return " ".join(["brokerage prove", "--quick" if asked.quick else "--full", *some, f"--seed {seed}"])


def _played(
    there: Engines, part: str, engine: str, seed: int, *, quick: bool, say: Callable[[str], None]
) -> Iterator[Check]:
    say(f"{part} on {engine}")
    began = time.monotonic()
    try:
        with stage(there, engine, f"{seed} {part} {engine}", quick=quick, say=say) as set_up:
            for check in PROVES[part](set_up):
                say(f"  {'held' if check.good else 'DID NOT HOLD'}: {check.what} ({check.seconds:.0f} s)")
                yield check
    except Exception as error:  # noqa: BLE001 (the other parts still have something to say)
        say(traceback.format_exc())
        broken = f"The proof itself broke: {type(error).__name__}: {error}"
        yield Check(part, engine, "The proof could be played", {}, [broken], time.monotonic() - began)


ABOUT = {
    "quick": "This takes some minutes.",
    "full": "This takes two to three hours on two cores, most of them for races.",
}
