"""Skills and certificates: what the job asks for beside what the person brings. Unpaid counts as paid, old as new."""

from dataclasses import dataclass

from matching.pair import Pair
from matching.terms import Dated, Finding, Reason, Skill


@dataclass(frozen=True, slots=True)
class Held:
    """How one skill asked for is met: an interval in 0..1, and the skill of the person's that comes nearest."""

    low: float
    estimate: float
    high: float
    nearest: Skill | None
    closeness: float
    refused: bool = False  # the person said that it is not there


def find(pair: Pair) -> Finding:
    rules, job = pair.policy.skills, pair.job
    reasons = [_essential(skill, held(pair, skill), pair) for skill in job.essential or ()]
    reasons += [reason for dated in job.certificates or () if (reason := _certificate(dated, pair))]
    reasons += [_desirable(skill, held(pair, skill), pair) for skill in job.desirable]
    if job.essential is None:
        reasons.append(Reason("The advert names no skills: what does the work really ask for?", "unknown", "employer"))
        return Finding(0.0, rules.unstated, 1.0, tuple(reasons))
    asked = [(held(pair, skill), rules.essential) for skill in job.essential]
    asked += [(held(pair, skill), rules.desirable) for skill in job.desirable]
    if not reasons:
        reasons.append(Reason("No particular skills are asked for.", "pass"))
    whole = sum(weight for _, weight in asked)
    if not whole:
        return Finding(1.0, 1.0, 1.0, tuple(reasons))
    return Finding(
        sum(skill.low * weight for skill, weight in asked) / whole,
        sum(skill.estimate * weight for skill, weight in asked) / whole,
        sum(skill.high * weight for skill, weight in asked) / whole,
        tuple(reasons),
    )


def held(pair: Pair, asked: Skill) -> Held:
    """How the person meets one skill."""
    rules, said = pair.policy.skills, pair.person.skills
    if said is None:
        return Held(0.0, rules.unlisted, 1.0, None, 0.0)
    if asked.concept in {skill.concept for skill in said.not_yet}:
        return Held(0.0, 0.0, 0.0, None, 0.0, refused=True)
    closeness = pair.policy.taxonomy.closeness
    near = [(closeness(asked.concept, skill.concept), skill) for skill in said.held]
    best, nearest = max(near, key=lambda pair: (pair[0], pair[1].concept), default=(0.0, None))
    if best == 1.0:
        return Held(1.0, 1.0, 1.0, nearest, best)
    if best >= rules.near:
        return Held(rules.near, rules.near, 1.0, nearest, best)
    if said.only_these:
        return Held(0.0, 0.0, 0.0, nearest, best, refused=True)
    return Held(0.0, max(rules.unlisted, rules.unlisted_near * best), 1.0, nearest, best)


def missing(pair: Pair) -> list[Skill]:
    """Essential skills that the person says are not there."""
    return [skill for skill in pair.job.essential or () if held(pair, skill).refused]


def lacking(pair: Pair) -> list[Dated]:
    """Certificates asked for that the person does not hold when the job starts."""
    return [asked for asked in pair.job.certificates or () if certified(pair, asked) is False]


def certified(pair: Pair, asked: Dated) -> bool | None:
    """Whether the person holds a certificate when the job starts; `None` where that is not known."""
    if pair.person.certificates is None:
        return None
    satisfies = pair.policy.taxonomy.satisfies
    answers = [pair.holds(own.until) for own in pair.person.certificates if satisfies(asked.key, own.key)]
    return True if True in answers else None if None in answers else False


def _essential(asked: Skill, met: Held, pair: Pair) -> Reason:
    if met.refused:
        return Reason(
            f"{_first(asked.words)} is asked for and is not there yet: could it be learnt on the job, or does the job do without?",
            "fail",
            "employer",
        )
    if met.closeness >= pair.policy.skills.near and met.nearest:
        return Reason(_has(asked, met.nearest, met.closeness), "pass")
    nearest = f" The nearest that is listed is {met.nearest.words}." if met.nearest and met.closeness else ""
    return Reason(f"Not known: {asked.words}, paid or unpaid?{nearest}", "unknown", "participant")


def _desirable(asked: Skill, met: Held, pair: Pair) -> Reason:
    if met.closeness >= pair.policy.skills.near and met.nearest:
        return Reason(_has(asked, met.nearest, met.closeness), "pass")
    return Reason(f"{_first(asked.words)} would be helpful; it is not listed, and is not needed.", "pass")


def _certificate(asked: Dated, pair: Pair) -> Reason | None:
    answer = certified(pair, asked)
    if answer:
        return Reason(f"Holds {asked.words}{_end(asked, pair)}.", "pass")
    if answer is None and pair.person.certificates is None:
        return Reason(f"Not known: is there a {asked.words}, and until when?", "unknown", "participant")
    if answer is None:
        return Reason(
            f"Not known: does the {asked.words} last until the first day? The start date is not fixed.",
            "unknown",
            "employer",
        )
    return Reason(
        f"{_first(asked.words)} is asked for, and would have to be gained or renewed before the start.",
        "fail",
        "programme",
    )


def _end(asked: Dated, pair: Pair) -> str:
    ends = [own.until for own in pair.person.certificates or () if pair.policy.taxonomy.satisfies(asked.key, own.key)]
    latest = max((end for end in ends if end), default=None)
    return "" if None in ends or latest is None else f", until {latest.day} {latest:%B %Y}"


def _has(asked: Skill, own: Skill, closeness: float) -> str:
    if own.words.lower() == asked.words.lower():
        return f"{_first(own.words)}."
    return f"{_first(own.words)}: {'the same as' if closeness == 1.0 else 'close to'} {asked.words}."


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
