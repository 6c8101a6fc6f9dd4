"""Loading ESCO: the CSV download in English, with its relations, from https://esco.ec.europa.eu (CC BY 4.0).

Of ESCO's relations, a broader or narrower skill and an essential one are worth .5, an optional one and a shared group .3
(matching.taxonomy). A built-in concept answers for its twins in ESCO (matching.esco): who says the one has the other.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from brokerage import audit
from brokerage.reference import facts
from brokerage.reference.skill_models import SkillConcept, SkillPhrase
from employers.columns import Refused
from employers.models import LIST
from matching.esco import twins
from matching.normalise import form
from matching.taxonomy import CLOSE, RELATED, SAME_GROUP

SKILLS, BROADER, RELATIONS = "skills", "broaderRelationsSkillPillar", "skillSkillRelations"
COLUMNS = {
    SKILLS: ("conceptUri", "preferredLabel", "altLabels"),
    BROADER: ("conceptType", "conceptUri", "broaderType", "broaderUri"),
    RELATIONS: ("originalSkillUri", "relationType", "relatedSkillUri"),
}
SKILL, GROUP = "KnowledgeSkillCompetence", "SkillGroup"
WORTH = {"essential": RELATED, "optional": SAME_GROUP}
ROWS_AT_ONCE = 5000
Row = Mapping[str, str]


class NotEsco(Refused):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} Nothing was loaded. Give the folder of ESCO's CSV download in English, unpacked, with skills_en.csv, "
            "broaderRelationsSkillPillar_en.csv and skillSkillRelations_en.csv in it."
        )


@dataclass(slots=True)
class Gathered:
    """The taxonomy while files are read, by the keys under which it will stand."""

    labels: dict[str, str] = field(default_factory=dict)
    groups: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    near: defaultdict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    phrases: dict[tuple[str, str], bool] = field(
        default_factory=dict
    )  # (form, key): whether it is the skill's own name

    def call(self, plain: str, key: str, *, first: bool) -> None:
        if plain and len(plain) <= LIST:
            self.phrases[plain, key] = first or self.phrases.get((plain, key), False)

    def join(self, one: str, other: str, closeness: float) -> None:
        """Both ways round; where two relations join the same pair, the nearer one counts."""
        if one != other:
            for here, there in ((one, other), (other, one)):
                self.near[here][there] = max(closeness, self.near[here].get(there, 0.0))


def load(session: Session, folder: Path) -> int | None:
    """Puts ESCO into the database in place of what was there. How many skills; None where it was loaded already."""
    gathered = gather(folder)
    concepts, phrases = concept_rows(gathered), phrase_rows(gathered)
    version = sha256(json.dumps([concepts, phrases], sort_keys=True).encode()).hexdigest()[:16]
    if facts.skills(session) == version:
        return None
    for table, rows in ((SkillConcept, concepts), (SkillPhrase, phrases)):
        session.execute(delete(table))
        for start in range(0, len(rows), ROWS_AT_ONCE):
            session.connection().execute(insert(table), rows[start : start + ROWS_AT_ONCE])
    facts.note_skills(session, version)
    audit.note(session, "loaded", "skill", folder.name, {"skills": [None, len(concepts)]})
    return len(concepts)


def gather(folder: Path) -> Gathered:
    own, made = twins(), Gathered()
    keys: dict[str, str] = {}  # by ESCO's address
    by_label: dict[str, str] = {}
    for row in _read(folder, SKILLS):
        address, label = row["conceptUri"], " ".join(row["preferredLabel"].split())
        if not address or not label:
            raise NotEsco("The file of skills has one without an address or a name.")
        key = own.same.get(label, address.rpartition("/")[2])
        keys[address] = by_label[label] = key
        made.labels.setdefault(key, label)
        for said in (label, *row["altLabels"].splitlines()):
            made.call(form(said), key, first=said == label)
    if not keys:
        raise NotEsco("The file of skills is empty.")
    _relate(made, folder, keys)
    for key, label in own.close:
        if label in by_label:
            made.join(key, by_label[label], CLOSE)
    return made


def _relate(made: Gathered, folder: Path, keys: Mapping[str, str]) -> None:
    def key(address: str, file: str) -> str:
        if address not in keys:
            raise NotEsco(
                f"{file} tells of a skill that the file of skills lacks ({address}): the download is not whole."
            )
        return keys[address]

    for row in _read(folder, BROADER):
        if row["conceptType"] == SKILL and row["broaderType"] == GROUP:
            made.groups[key(row["conceptUri"], BROADER)].add(row["broaderUri"].rpartition("/")[2])
        elif row["conceptType"] == SKILL:
            made.join(key(row["conceptUri"], BROADER), key(row["broaderUri"], BROADER), RELATED)
    for row in _read(folder, RELATIONS):
        if row["relationType"] in WORTH:
            one, other = key(row["originalSkillUri"], RELATIONS), key(row["relatedSkillUri"], RELATIONS)
            made.join(one, other, WORTH[row["relationType"]])


def concept_rows(made: Gathered) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "label": label,
            "groups": " ".join(sorted(made.groups.get(key, ()))),
            "near": dict(sorted(made.near.get(key, {}).items())),
        }
        for key, label in sorted(made.labels.items())
    ]


def phrase_rows(made: Gathered) -> list[dict[str, Any]]:
    """A phrase is sure where one skill only is called so, or one only by its own name."""
    called: dict[str, list[str]] = defaultdict(list)
    for plain, key in made.phrases:
        called[plain].append(key)
    rows = []
    for (plain, key), first in sorted(made.phrases.items()):
        firsts = [each for each in called[plain] if made.phrases[plain, each]]
        rows.append({"form": plain, "key": key, "sure": len(called[plain]) == 1 or (first and len(firsts) == 1)})
    return rows


def _read(folder: Path, name: str) -> Iterator[Row]:
    """The rows of one of ESCO's files, whose names end otherwise from version to version."""
    file = next((file for end in ("_en", "") if (file := folder / f"{name}{end}.csv").is_file()), None)
    if file is None:
        raise NotEsco(f"There is no {name}_en.csv in {folder.name or folder}.")
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if lacking := [column for column in COLUMNS[name] if column not in (rows.fieldnames or ())]:
                raise NotEsco(f"{file.name} has no column {lacking[0]}.")
            for row in rows:
                if None in row or None in row.values():
                    raise NotEsco(f"{file.name} is cut off or spoilt at line {rows.line_num}.")
                yield row
    except (csv.Error, UnicodeDecodeError):
        raise NotEsco(f"{file.name} cannot be read as a CSV file in UTF-8.") from None
