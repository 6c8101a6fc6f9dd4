"""The taxonomy of skills that everything uses: the built-in one, and the wide one behind it where one was loaded."""

from collections.abc import Iterator
from functools import cached_property, lru_cache

from sqlalchemy import select

from brokerage.models import FactAboutDatabase
from brokerage.reference.facts import SKILLS
from brokerage.reference.skill_models import SkillConcept, SkillPhrase
from employers import db
from matching.taxonomy import Taxonomy, built_in
from matching.wide import Entry

KEPT = 65536  # answers; a county's people have some thousand different phrases


class Stored:
    """The wide taxonomy in the database, asked for as little as a fit needs; what was asked once is kept."""

    def __init__(self, version: str, address: str) -> None:
        self.version = version
        self._address = address
        self.meant = lru_cache(maxsize=KEPT)(_meant)
        self.entry = lru_cache(maxsize=KEPT)(_entry)

    def phrases(self) -> Iterator[tuple[str, str]]:
        query = select(SkillPhrase.form, SkillPhrase.key).order_by(SkillPhrase.form, SkillPhrase.key)
        with db.reading() as session:
            yield from session.execute(query)

    @cached_property
    def taxonomy(self) -> Taxonomy:
        own = built_in()
        return Taxonomy(own.concepts, own.certificates, self)


def taxonomy() -> Taxonomy:
    """The taxonomy of the database that is open now; the built-in one alone where nothing was loaded into it."""
    if db.sessions.kw.get("bind") is None:
        return built_in()
    with db.reading() as session:
        if SKILLS not in session.info:
            session.info[SKILLS] = session.scalar(
                select(FactAboutDatabase.value).where(FactAboutDatabase.key == SKILLS)
            )
        version = session.info[SKILLS]
        return _stored(version, str(session.get_bind().engine.url)).taxonomy if version else built_in()


@lru_cache(maxsize=2)
def _stored(version: str, address: str) -> Stored:
    return Stored(version, address)


def _meant(form: str) -> str | None:
    with db.reading() as session:
        return session.scalar(select(SkillPhrase.key).where(SkillPhrase.form == form, SkillPhrase.sure))


def _entry(key: str) -> Entry | None:
    with db.reading() as session:
        found = session.execute(
            select(SkillConcept.label, SkillConcept.groups, SkillConcept.near).where(SkillConcept.key == key)
        ).first()
    return Entry(found.label, frozenset(found.groups.split()), found.near) if found else None
