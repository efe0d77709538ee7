"""A voice filled up from the stock voice: what no author wrote, anybody guarded and decent would say. Pure."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from simulator.domain.scenario import Fact, Scenario
from simulator.domain.voice import Line, TierLines, Voice
from simulator.domain.wording import gives_away, leaked

ENOUGH = 3
"""Lines of an author's own, for a move or situation at a tier, from which on the stock is silent there."""
_TIERS = ("tier0", "tier1", "tier2", "tier3")
Key = TypeVar("Key", bound=str)


def completed(voice: Voice, scenario: Scenario, stock: Voice) -> Voice:
    """`voice` with the stock's lines where it has too few of its own; its own lines all stay.

    A stock line that would give away a fact of the scenario is left out, so that a completed voice keeps the same
    promise as one that was written whole.
    """
    subjects = {subject.id for subject in scenario.subjects}
    topics = {key: cell for key, cell in stock.topics.items() if key in subjects}
    facts = scenario.facts
    return voice.model_copy(
        update={
            "reactions": _filled(voice.reactions, stock.reactions, facts),
            "topics": _filled(voice.topics, topics, facts),
            "situations": _filled(voice.situations, stock.situations, facts),
            "account": {
                level: own if len(own := voice.account.get(level, ())) >= ENOUGH else own + _safe(lines, facts)
                for level, lines in stock.account.items()
            },
        }
    )


def silent(voice: Voice, stock: Voice) -> Iterator[tuple[str, str, int | None]]:
    """Section, key and tier of each place of the stock at which the voice has nothing to say; None for `any`."""
    for section in ("reactions", "situations"):
        cells: Mapping[str, TierLines] = getattr(voice, section)
        wanted: Mapping[str, TierLines] = getattr(stock, section)
        for key, cell in wanted.items():
            found = cells.get(key, TierLines())
            if key.startswith("back-"):
                # The first line of a second meeting is chosen before any tier is looked at.
                if not found.any:
                    yield section, key, None
                continue
            yield from ((section, key, tier) for tier in range(len(_TIERS)) if cell.at(tier) and not found.at(tier))


def stock_lines_lost(fact: Fact, stock: Voice) -> int:
    """How many lines of the stock a fact's `tells` rule out."""
    return sum(gives_away(fact, line.text) for line in lines_of(stock))


def lines_of(voice: Voice) -> Iterator[Line]:
    """Every line but those that tell a fact."""
    for cells in (voice.reactions, voice.topics, voice.situations):
        for cell in cells.values():
            for _, line in cell.every():
                yield line
    for lines in voice.account.values():
        yield from lines


def _filled(
    own: Mapping[Key, TierLines], stock: Mapping[Key, TierLines], facts: tuple[Fact, ...]
) -> dict[Key, TierLines]:
    keys = dict.fromkeys((*own, *stock))
    return {key: _cell(own.get(key, TierLines()), stock.get(key, TierLines()), facts) for key in keys}


def _cell(own: TierLines, stock: TierLines, facts: tuple[Fact, ...]) -> TierLines:
    """A cell with the stock's lines at each tier where it has too few."""
    stock_any = _safe(stock.any, facts)
    if len(own.any) >= ENOUGH:
        return own
    tiers = {}
    for number, name in enumerate(_TIERS):
        lines: tuple[Line, ...] = getattr(own, name)
        more = _safe(getattr(stock, name), facts)
        tiers[name] = lines if len(own.at(number)) >= ENOUGH else lines + more
    if all(len(own.at(number)) < ENOUGH for number in range(len(_TIERS))):
        return TierLines(any=own.any + stock_any, **tiers)
    # Lines for any tier must not reach those where the author's own suffice.
    for number, name in enumerate(_TIERS):
        if len(own.at(number)) < ENOUGH:
            tiers[name] += stock_any
    return TierLines(any=own.any, **tiers)


def _safe(lines: tuple[Line, ...], facts: tuple[Fact, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if not leaked(facts, line.text))
