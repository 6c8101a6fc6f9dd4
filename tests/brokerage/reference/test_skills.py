"""ESCO's files load whole or not at all, and stand behind the built-in words in everything that is worked out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from brokerage import shortlists
from brokerage.files import skill_files
from brokerage.files.skill_files import NotEsco
from brokerage.models import AuditEntry
from brokerage.reference import skills
from brokerage.reference.skill_models import SkillConcept, SkillPhrase
from employers.db import reading, transaction
from matching.normalise import likeliest, skill, suggested
from matching.taxonomy import built_in

pytestmark = pytest.mark.usefixtures("database")
ESCO = Path(__file__).parents[4] / "shared/data/esco"

AT = "http://data.europa.eu/esco/skill/"
FILES = {
    "skills": f"""conceptUri,preferredLabel,altLabels
{AT}register,operate cash register,"use a cash register
work a till drawer"
{AT}kiln,tend drawing kiln,"mind the kiln
tend kilns"
{AT}oven,tend glass oven,mind the kiln
{AT}heat,work with heat,
{AT}lacquer,lacquer wood,varnish wood
""",
    "broaderRelationsSkillPillar": f"""conceptType,conceptUri,broaderType,broaderUri
SkillGroup,{AT}S8,SkillGroup,{AT}S
KnowledgeSkillCompetence,{AT}kiln,KnowledgeSkillCompetence,{AT}heat
KnowledgeSkillCompetence,{AT}kiln,SkillGroup,{AT}S8
KnowledgeSkillCompetence,{AT}lacquer,SkillGroup,{AT}S8
""",
    "skillSkillRelations": f"""originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri
{AT}kiln,skill,essential,skill,{AT}oven
{AT}oven,skill,optional,skill,{AT}lacquer
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / f"{name}_en.csv").write_text(content, encoding="utf-8-sig")
    return tmp_path


@pytest.fixture
def load(folder: Path) -> Callable[[], int | None]:
    def it() -> int | None:
        with transaction(by="test") as session:
            return skill_files.load(session, folder)

    return it


def loaded() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(SkillConcept)) or 0


def test_until_something_is_loaded_there_are_the_built_in_words():
    assert skills.taxonomy() == built_in()


def test_what_is_loaded_stands_behind_the_built_in_words(load: Callable[[], int | None]):
    before = shortlists.policy().id

    assert load() == 5

    words = skills.taxonomy()
    assert skill("lacquer wood", words).concept == skill("Varnish wood", words).concept == "lacquer"
    assert words.label("lacquer") == "lacquer wood"
    assert words.knows("lacquer")
    assert not words.knows("macrame")
    assert skill("worked the tills", words).concept == "till work"
    assert shortlists.policy().id != before


def test_a_built_in_concept_answers_for_its_twin(load: Callable[[], int | None]):
    load()
    words = skills.taxonomy()

    assert skill("operate cash register", words).concept == "till work"
    assert skill("use a cash register", words).concept == "till work"
    assert words.label("till work") == "till work"


@pytest.mark.parametrize(
    ("one", "other", "closeness"),
    [("kiln", "kiln", 1), ("kiln", "heat", 0.5), ("kiln", "oven", 0.5), ("oven", "lacquer", 0.3), ("kiln", "lacquer", 0.3),
     ("heat", "lacquer", 0), ("kiln", "till work", 0), ("kiln", "macrame", 0)],
)  # fmt: skip
def test_relations_are_worth_what_the_engine_says(
    load: Callable[[], int | None], one: str, other: str, closeness: float
):
    load()
    assert skills.taxonomy().closeness(one, other) == skills.taxonomy().closeness(other, one) == closeness


def test_a_phrase_with_two_meanings_is_for_a_person_to_settle(load: Callable[[], int | None]):
    load()
    words = skills.taxonomy()

    assert skill("mind the kiln", words).concept == "mind kiln"
    assert suggested("mind the kiln", words)[:2] == ["kiln", "oven"]
    assert suggested("tend kilns", words) == []
    assert likeliest("tend kilns", words)[0] == "kiln"


def test_the_same_folder_twice_changes_nothing_and_another_replaces_it(load: Callable[[], int | None], folder: Path):
    load()
    assert load() is None
    (folder / "skills_en.csv").write_text(FILES["skills"] + f"{AT}wax,wax wood,\n", encoding="utf-8")
    assert load() == 6

    assert skill("wax wood", skills.taxonomy()).concept == "wax"
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(SkillPhrase)) == 12
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.kind == "skill")).all()) == 2


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("skills_en.csv", None, "There is no skills_en.csv"),
        ("skillSkillRelations_en.csv", None, "There is no skillSkillRelations_en.csv"),
        ("skills_en.csv", "conceptUri,altLabels\na,b\n", "skills_en.csv has no column preferredLabel"),
        ("skills_en.csv", "conceptUri,preferredLabel,altLabels\n", "The file of skills is empty"),
        ("skills_en.csv", "conceptUri,preferredLabel,altLabels\na,,\n", "without an address or a name"),
        ("skills_en.csv", FILES["skills"][:-14], "spoilt at line 8"),
        ("skills_en.csv", 'conceptUri,preferredLabel,altLabels\na,b,"c', "cannot be read as a CSV file"),
        ("skills_en.csv", b"conceptUri,preferredLabel,altLabels\na,caf\xe9,\n", "cannot be read as a CSV file"),
        ("skills_en.csv", FILES["skills"].replace(f"{AT}oven", f"{AT}hob"), "tells of a skill that the file of skills lacks"),
    ],
)  # fmt: skip
def test_files_that_are_not_whole_change_nothing(
    load: Callable[[], int | None], folder: Path, file: str, content: str | bytes | None, said: str
):
    load()
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(NotEsco, match=said):
        load()

    assert loaded() == 5


@pytest.mark.skipif(not ESCO.is_dir(), reason="ESCO is not beside this checkout")
def test_the_whole_download_loads():
    with transaction(by="test") as session:
        assert skill_files.load(session, ESCO) == 13891

    words = skills.taxonomy()
    assert words.knows(skill("manoeuvre heavy trucks", words).concept)
    assert words.closeness(skill("HGV driving", words).concept, skill("manoeuvre heavy trucks", words).concept) == 1
