"""Skill concepts and how near they are, and certificates and which one makes another needless."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256

from matching import entry_level
from matching.wide import Entry, Wide

EXACT, CLOSE, RELATED, SAME_GROUP = 1.0, 0.8, 0.5, 0.3  # 0..1; the contract of how near a skill held is to one wanted


@dataclass(frozen=True, slots=True)
class Concept:
    """One skill: its key, its label, the words people use for it, and the keys of what is near it."""

    key: str
    label: str
    group: str
    aliases: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    closeness: float = CLOSE  # of each of `close`, .8 up to but not 1


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate, the words used for it, and the keys of those that its holder does not need as well."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """All concepts and certificates by key, and a wider taxonomy where one is loaded. Raises ValueError where a relation points at nothing."""

    concepts: Mapping[str, Concept]
    certificates: Mapping[str, Certificate]
    wide: Wide | None = None
    _near: Mapping[str, Mapping[str, float]] = field(init=False, repr=False, compare=False)

    # Two taxonomies are the same when they say the same: so that results cached for one never answer for another.
    def __hash__(self) -> int:
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Taxonomy) and self.version == other.version

    def __post_init__(self) -> None:
        dangling = [
            f"{entry.key}: {to}" for entry, to, entries in self._references() if to not in entries or to == entry.key
        ]
        if dangling:
            raise ValueError(f"These relations point at nothing, or at themselves: {'; '.join(dangling)}.")
        object.__setattr__(self, "_near", self._nearness())

    def closeness(self, wanted: str, held: str) -> float:
        """How near a skill held is to the one wanted, both by key, 0..1; the same both ways round.

        A key that is not in the taxonomy is a skill told in words nobody foresaw: it is near itself only.
        """
        if wanted == held:
            return EXACT
        related = self._near.get(wanted, {}).get(held)
        if related is not None:
            return related
        a, b = self.concepts.get(wanted), self.concepts.get(held)
        if a is not None and b is not None:  # between two of these, what stands here is the whole answer
            return SAME_GROUP if a.group == b.group else 0.0
        one, other = self._beyond(wanted), self._beyond(held)
        if one is None or other is None:
            return 0.0
        return one.near.get(held) or (SAME_GROUP if one.groups & other.groups else 0.0)

    def knows(self, key: str) -> bool:
        """Whether this is a skill with a name and neighbours, or one told in words nobody foresaw."""
        return key in self.concepts or self._beyond(key) is not None

    def neighbours(self, key: str) -> Mapping[str, float]:
        """The built-in skills that are close to, broader or narrower than this one, with how near each is."""
        return self._near.get(key, {})

    def satisfies(self, wanted: str, held: str) -> bool:
        """Whether who holds one certificate needs the other no more."""
        certificate = self.certificates.get(held)
        return wanted == held or (certificate is not None and wanted in certificate.covers)

    def label(self, key: str) -> str:
        """What to call a skill on a page: for one told in words nobody foresaw, those words."""
        if key in self.concepts:
            return self.concepts[key].label
        beyond = self._beyond(key)
        return key if beyond is None else beyond.label

    def certificate_label(self, key: str) -> str:
        return self.certificates[key].label if key in self.certificates else key

    @cached_property
    def version(self) -> str:
        """A hash of all that is in it, the same on every machine and in every order of entries."""
        lines = sorted(repr(entry) for entry in (*self.concepts.values(), *self.certificates.values()))
        lines += [self.wide.version] if self.wide else []
        return sha256("\n".join(lines).encode()).hexdigest()[:16]

    @classmethod
    def of(cls, concepts: Iterable[Concept], certificates: Iterable[Certificate]) -> "Taxonomy":
        return cls({each.key: each for each in concepts}, {each.key: each for each in certificates})

    def _beyond(self, key: str) -> Entry | None:
        return self.wide.entry(key) if self.wide else None

    def _references(self) -> Iterator[tuple[Concept | Certificate, str, Mapping[str, object]]]:
        for concept in self.concepts.values():
            yield from ((concept, to, self.concepts) for to in (*concept.close, *concept.broader))
        for certificate in self.certificates.values():
            yield from ((certificate, to, self.certificates) for to in certificate.covers)

    def _nearness(self) -> dict[str, dict[str, float]]:
        """Both ways round; where two relations join the same pair, the nearer one counts."""
        near: dict[str, dict[str, float]] = {key: {} for key in self.concepts}
        for concept in self.concepts.values():
            relations = [(to, concept.closeness) for to in concept.close] + [(to, RELATED) for to in concept.broader]
            for to, closeness in relations:
                for one, other in ((concept.key, to), (to, concept.key)):
                    near[one][other] = max(closeness, near[one].get(other, 0.0))
        return near


@cache
def built_in() -> Taxonomy:
    """The words that come with the program."""
    concepts = (
        Concept(_key(label), label, group, _split(words), _keys(close), _keys(broader))
        for group, text in entry_level.SKILLS.items()
        for label, words, close, broader in _entries(text, "~", "<")
    )
    certificates = (
        Certificate(_key(label), label, _split(words), _keys(covers))
        for label, words, covers, _ in _entries(entry_level.CERTIFICATES, ">", "<")
    )
    return Taxonomy.of(concepts, certificates)


def _entries(text: str, first: str, second: str) -> Iterator[tuple[str, str, str, str]]:
    """(label, words, what follows the first mark, what follows the second) of each line."""
    for line in text.replace("\n  ", " ").strip().splitlines():
        label, _, rest = line.partition(":")
        rest, _, after_second = rest.partition(second)
        words, _, after_first = rest.partition(first)
        yield label.strip(), words, after_first, after_second


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _keys(labels: str) -> tuple[str, ...]:
    return tuple(_key(label) for label in _split(labels))


def _key(label: str) -> str:
    return label.casefold()
