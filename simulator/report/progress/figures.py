"""The figures of a digest that are looked at over weeks, each by one function."""

from collections.abc import Iterable

from simulator.domain.digest import Digest
from simulator.domain.rubric import Tag
from simulator.report.progress.talks import Talk, Value


def partnering(digest: Digest) -> float:
    """Partnering moves in ten lines."""
    return digest.per_ten(digest.partnering)


def parenting(digest: Digest) -> float:
    """Parenting moves in ten lines."""
    return digest.per_ten(digest.parenting)


def group(tag: Tag) -> Value:
    """Moves with a preposition in ten lines."""
    return lambda digest: digest.per_ten(digest.groups[tag])


def met(digest: Digest) -> float:
    """Criteria met."""
    return len(digest.met)


def seesaw(digest: Digest) -> float:
    """Where the see-saw ended."""
    return digest.seesaw


def seen(digest: Digest) -> float | None:
    """The part of the lines with a parenting finding that the leader marked too, 0-1; None without such lines."""
    return digest.own.agreed / digest.own.found if digest.own and digest.own.found else None


def energy_before(digest: Digest) -> float | None:
    """The leader's own, where it was noted before and after: one alone compares with nothing."""
    return digest.energy_before if digest.energy_after is not None else None


def energy_after(digest: Digest) -> float | None:
    """The same, afterwards."""
    return digest.energy_after if digest.energy_before is not None else None


def marks(talks: Iterable[Talk]) -> tuple[int, int]:
    """Lines with a parenting finding that were marked too, and all such lines, over talks."""
    owns = [talk.digest.own for talk in talks if talk.digest.own]
    return sum(own.agreed for own in owns), sum(own.found for own in owns)


def sides(talks: Iterable[Talk]) -> tuple[int, int, int]:
    """How many ended level, with the leader carrying, and with the employee alone."""
    ends = [talk.digest.side for talk in talks]
    return ends.count("balanced"), ends.count("over"), ends.count("under")


def times_met(talks: Iterable[Talk], code: str) -> tuple[int, int]:
    """In how many talks a criterion was met, and in how many it applies."""
    digests = [talk.digest for talk in talks]
    there = sum(code in digest.met for digest in digests)
    return there, there + sum(code in digest.missed for digest in digests)
