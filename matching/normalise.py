"""A phrase as a person says it -> the skill or certificate it most likely means.

Three steps, each surer than the next: the words as they stand, the words without what says nothing ("good experience
of"), and the words but for a typing error; where a wider taxonomy is loaded, its labels as they stand come before the
last. What none of them finds becomes a concept of its own, so that two people who say the same thing still meet: for
it the likeliest are suggested, and a person confirms one. No likeness of letters is ever taken for what was meant.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from matching.likeness import Likeness
from matching.taxonomy import Taxonomy
from matching.terms import Skill
from matching.wide import Wide

ARTICLES = frozenset({"a", "an", "the", "my", "our", "his", "her", "their", "some"})
# Words that say nothing about which skill is meant, at the beginning and at the end of a phrase.
# fmt: off
LEADING = ARTICLES | {
    "experience", "experienced", "worked", "work", "working", "as", "in", "of", "with", "at", "for", "good",
    "great", "basic", "excellent", "strong", "able", "to", "ability", "can", "have", "had", "has", "used",
    "be", "been", "was", "were", "doing", "did", "do", "year", "various", "very", "i", "am", "im",
    "qualified", "trained", "former", "fluent", "speak", "speaking",
}
# fmt: on
TRAILING = frozenset({"work", "skill", "experience", "job", "duty", "course", "role", "speaker", "language"})
# Real words one slip away from ours: they are meant as they stand.
NOT_SLIPS = frozenset(
    {"diving", "stewing", "reaching", "marking", "passing", "hosing", "barging", "wedding", "tanning"}
)
SURE_LENGTH = 6  # letters: shorter words differ from other real words by a single letter too often ("till", "mill")
TWO_SLIPS_LENGTH = 10  # letters from which two slips still leave no doubt
SIMILAR = 0.8  # 0..1 of letters in common: below it no pair of phrases is even looked at for slips
LIKE = 0.3  # 0..1; below it a suggestion would be a mere guess
REST = 0.6  # of the likeliest: what is less like than that is noise beside it
OWN = 1.1  # the built-in words are how people here talk; ESCO's are not
SOUND_ALIKE = tuple(frozenset(letters) for letters in ("aeiouy", "cs", "ck", "sz", "gj"))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What each form of words points at: as it stands, and without what says nothing."""

    exact: Mapping[str, str]
    core: Mapping[str, str]
    known: frozenset[str]  # every single word in any of them: never taken for a slip
    wide: Wide | None = None


def skill(phrase: str, taxonomy: Taxonomy) -> Skill:
    """The concept a phrase names, with the words it was told in."""
    return Skill(_resolve(phrase, skill_words(taxonomy)), phrase.strip())


def certificate(phrase: str, taxonomy: Taxonomy) -> str:
    """The key of the certificate a phrase names."""
    return _resolve(phrase, certificate_words(taxonomy))


def likeliest(phrase: str, taxonomy: Taxonomy, n: int = 5) -> list[str]:
    """Up to n concept keys that a phrase may mean, likeliest first: the one it names if it names one, then those like it."""
    sure = skill(phrase, taxonomy).concept
    found = [sure] if taxonomy.knows(sure) else []
    return [*found, *(key for key in _like(phrase, taxonomy, n) if key not in found)][:n]


def suggested(phrase: str, taxonomy: Taxonomy, n: int = 5) -> list[str]:
    """Up to n concept keys for a person to confirm one of; none where the phrase is known, and none that is a mere guess."""
    return [] if taxonomy.knows(skill(phrase, taxonomy).concept) else _like(phrase, taxonomy, n)


def _like(phrase: str, taxonomy: Taxonomy, n: int) -> list[str]:
    near = [
        (likeness * (OWN if key in taxonomy.concepts else 1.0), key)
        for key, likeness in _likeness(taxonomy).nearest(form(phrase), 2 * n)
    ]
    best = max((likeness for likeness, _ in near), default=0.0)
    near.sort(key=lambda found: (-found[0], found[1]))
    return [key for likeness, key in near if likeness >= max(LIKE, REST * best)][:n]


@lru_cache(maxsize=65536)
def form(phrase: str) -> str:
    """Plain words in small letters: no accents, punctuation, brackets, articles, years or plurals."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(letter))
    text = plain.casefold().replace("&", " and ").replace("’", "").replace("'", "")
    text = re.sub(r"\([^)]*\)|\b(until|since|from)\s+\d{4}\b|\b(19|20)\d\d\b", " ", text)
    tokens = re.findall(r"[^\W_]+[+#]*|\+", text)
    return " ".join(_singular(token) for token in tokens if token not in ARTICLES) or phrase.strip().casefold()


def shorter(phrase: str) -> list[str]:
    """The form, then the form with ever fewer of the words that say nothing; at least one word remains."""
    tokens = form(phrase).split()
    forms = [tokens]
    while len(tokens) > 1 and tokens[0] in LEADING:
        tokens = tokens[1:]
        forms.append(tokens)
    while len(tokens) > 1 and tokens[-1] in TRAILING:
        tokens = tokens[:-1]
        forms.append(tokens)
    return [" ".join(each) for each in forms]


def core(phrase: str) -> str:
    """The form without any of the words that say nothing."""
    return shorter(phrase)[-1]


@lru_cache(maxsize=8)
def skill_words(taxonomy: Taxonomy) -> Words:
    return _words(((each.key, (each.label, *each.aliases)) for each in taxonomy.concepts.values()), taxonomy.wide)


@lru_cache(maxsize=2)
def _likeness(taxonomy: Taxonomy) -> Likeness:
    built_in = sorted(skill_words(taxonomy).exact.items())
    return Likeness(chain(built_in, taxonomy.wide.phrases() if taxonomy.wide else ()))


@lru_cache(maxsize=8)
def certificate_words(taxonomy: Taxonomy) -> Words:
    return _words((each.key, (each.label, *each.aliases)) for each in taxonomy.certificates.values())


def _words(entries: Iterable[tuple[str, tuple[str, ...]]], wide: Wide | None = None) -> Words:
    exact: dict[str, str] = {}
    cores: dict[str, set[str]] = {}
    for key, aliases in entries:
        for alias in aliases:
            exact.setdefault(form(alias), key)
            cores.setdefault(core(alias), set()).add(key)
    sure = {words: keys.pop() for words, keys in cores.items() if len(keys) == 1}
    return Words(exact, sure, frozenset(token for words in exact for token in words.split()), wide)


@lru_cache(maxsize=65536)
def _resolve(phrase: str, words: Words) -> str:
    forms = shorter(phrase)
    whole, short = forms[0], forms[-1]
    for said in forms:
        if said in words.exact:
            return words.exact[said]
    if short in words.core:
        return words.core[short]
    if words.wide:
        for said in forms:
            if (meant := words.wide.meant(said)) is not None:
                return meant
    return _but_for_slips(whole, words.exact, words) or _but_for_slips(short, words.core, words) or short


def _but_for_slips(said: str, table: Mapping[str, str], words: Words) -> str | None:
    """The one entry that differs by typing errors only; None where there is none, or more than one meaning."""
    tokens = said.split()
    if all(token in words.known or len(token) < SURE_LENGTH for token in tokens):
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(said, list(table), scorer=OSA.normalized_similarity, score_cutoff=SIMILAR, limit=None)
    meant = {table[alias] for alias, _, _ in near if _same_but_for_slips(tokens, alias.split(), words.known)}
    return meant.pop() if len(meant) == 1 else None


def _same_but_for_slips(said: list[str], alias: list[str], known: frozenset[str]) -> bool:
    return len(said) == len(alias) and all(
        a == b or (a not in known and a not in NOT_SLIPS and _slip(a, b)) for a, b in zip(said, alias, strict=True)
    )


def _slip(said: str, meant: str) -> bool:
    """Whether one long word is another but for a slip: a letter too few or too many, two swapped, one that sounds alike.

    Any other letter in its place makes another word too often ("cleaning", "clearing"), and so does another first letter.
    """
    from rapidfuzz.distance import OSA, Levenshtein

    allowed = 2 if len(meant) >= TWO_SLIPS_LENGTH else 1
    if min(len(said), len(meant)) < SURE_LENGTH or said[0] != meant[0] or OSA.distance(said, meant) > allowed:
        return False
    swapped = Levenshtein.distance(said, meant) > OSA.distance(said, meant)
    replaced = [edit for edit in Levenshtein.editops(said, meant) if edit.tag == "replace"]
    return swapped or all(_sound_alike(said[edit.src_pos], meant[edit.dest_pos]) for edit in replaced)


def _sound_alike(a: str, b: str) -> bool:
    return any(a in letters and b in letters for letters in SOUND_ALIKE)


def _singular(token: str) -> str:
    if len(token) < 4 or token.endswith(("ss", "us", "is")) or not token.endswith("s"):
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    return token[:-2] if token.endswith(("sses", "shes", "ches", "xes")) else token[:-1]
