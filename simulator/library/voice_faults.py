"""What is wrong in a voice beyond its single fields, each fault with its place in the file."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import get_args

from simulator.domain.scenario import Fact, Scenario
from simulator.domain.voice import HAPPENED, Level, Line, Situation, Voice
from simulator.domain.wording import gives_away, leaked
from simulator.library.rubrics import load_rubric
from simulator.library.stock import ENOUGH, silent, stock_lines_lost

Where = tuple[str | int, ...]
"""A place in a file: keys and positions from the top."""
Fault = tuple[Where, str]


def every_line(voice: Voice) -> Iterator[tuple[Where, int | None, Line, frozenset[str]]]:
    """Each line of a voice with its place in the file, its tier (None: any) and the facts its place tells."""
    for section, cells in (("reactions", voice.reactions), ("topics", voice.topics), ("situations", voice.situations)):
        for key, cell in cells.items():
            for tier, lines in groupby(cell.every(), key=itemgetter(0)):
                name = "any" if tier is None else f"tier{tier}"
                for index, (_, line) in enumerate(lines):
                    yield (section, key, name, index), tier, line, frozenset()
    for section, told in (("disclosures", voice.disclosures), ("recalls", voice.recalls)):
        for key, telling in told.items():
            for index, line in enumerate(telling):
                yield (section, key, index), None, line, frozenset({key})
    for level, sentences in voice.account.items():
        for index, line in enumerate(sentences):
            yield ("account", level, index), None, line, frozenset()


def voice_faults(voice: Voice, scenario: Scenario, *, whole: bool) -> Iterator[Fault]:
    """Faults of a scenario's own voice. `whole`: nothing may be left to the stock voice."""
    if voice.scenario != scenario.id:
        yield ("scenario",), f"must be '{scenario.id}'"
    yield from _faults_anywhere(voice)
    yield from _untold(voice, scenario, whole=whole)
    if whole:
        yield from _missing(voice)
        yield from _account_levels(voice)
    subjects = {subject.id for subject in scenario.subjects}
    for subject in voice.topics:
        if subject not in subjects:
            yield ("topics", subject), "is no subject of the scenario; list it there, with its words"
    for where, tier, line, telling in every_line(voice):
        yield from ((where, problem) for problem in _line_faults(line, tier, telling, scenario))


def stock_faults(stock: Voice) -> Iterator[Fault]:
    """What keeps the stock from standing in for any voice."""
    if stock.scenario != "stock":
        yield ("scenario",), "must be 'stock'"
    yield from _faults_anywhere(stock)
    yield from _missing(stock)
    yield from _account_levels(stock)
    for section, cells in (("reactions", stock.reactions), ("situations", stock.situations)):
        for key, cell in cells.items():
            if min(len(cell.at(tier)) for tier in range(4)) < ENOUGH:
                yield (section, key), f"needs {ENOUGH} lines at each tier"
    for section, told in (("disclosures", stock.disclosures), ("recalls", stock.recalls)):
        if told:
            yield (section,), "has no place here: the stock voice knows no facts"
    for where, _, line, _ in every_line(stock):
        if line.facts:
            yield where, "names a fact, and the stock voice knows none"


def silence_faults(voice: Voice, scenario: Scenario, stock: Voice) -> Iterator[Fault]:
    """Facts whose tells are so common that they leave a completed voice nothing to say somewhere."""
    silences = tuple(silent(voice, stock))
    if not silences:
        return
    lost = [stock_lines_lost(fact, stock) for fact in scenario.facts]
    worst = lost.index(max(lost))
    for section, key, tier in silences:
        place = f"{section}.{key}.{'any' if tier is None else f'tier{tier}'}"
        yield (
            ("facts", worst, "tells"),
            f"leaves no stock line for {place} ({lost[worst]} are ruled out); choose rarer words or write lines there",
        )


def _faults_anywhere(voice: Voice) -> Iterator[Fault]:
    """What is wrong whoever speaks."""
    codes = load_rubric().codes
    for code in voice.reactions:
        if code not in codes:
            yield ("reactions", code), f"is no move of the rubric; write one of {', '.join(codes)}"
    employee_codes = [code.code for code in load_rubric().employee_codes]
    happened = HAPPENED.union(codes)
    seen: set[str] = set()
    for where, _, line, _ in every_line(voice):
        if line.text in seen:
            yield where, f"is written twice: {line.text!r}"
        seen.add(line.text)
        for code in line.says:
            if code not in employee_codes:
                yield where, f"says '{code}', which is no employee code; write one of {', '.join(employee_codes)}"
        if line.only_after and where[0] != "account":
            yield where, "has only_after, which stands in account alone"
        for word in line.only_after:
            if word not in happened:
                yield where, f"only_after names '{word}'; write a move's code or one of: {', '.join(sorted(HAPPENED))}"


def _untold(voice: Voice, scenario: Scenario, *, whole: bool) -> Iterator[Fault]:
    """Facts that cannot be said, or not so that anybody would notice."""
    for fact in scenario.facts:
        lines = voice.disclosures.get(fact.id, ())
        if not lines:
            yield ("disclosures",), f"has no line for the fact '{fact.id}'; write one sentence as they would say it"
        elif not whole and not any(gives_away(fact, line.text) for line in lines):
            yield (
                ("disclosures", fact.id),
                "holds no group of the fact's tells, so nobody would notice it being said; add its words to them",
            )
        if whole and not voice.recalls.get(fact.id):
            yield ("recalls",), f"has no line for the fact '{fact.id}'"


def _missing(voice: Voice) -> Iterator[Fault]:
    """Moves and situations without a single line."""
    yield from (
        (("reactions",), f"has no lines for {code}") for code in load_rubric().codes if code not in voice.reactions
    )
    for situation in get_args(Situation):
        if situation not in voice.situations:
            yield ("situations",), f"has no lines for '{situation}'"


def _account_levels(voice: Voice) -> Iterator[Fault]:
    for level in get_args(Level) if voice.account else ():
        if not any(not line.facts and not line.only_after for line in voice.account.get(level, ())):
            yield ("account",), f"needs a line for '{level}' that is true of any talk: no facts, no only_after"


def _line_faults(line: Line, tier: int | None, telling: frozenset[str], scenario: Scenario) -> Iterator[str]:
    for name in (*line.facts, *telling):
        known: Fact | None = scenario.fact_by_id.get(name)
        if known is None:
            yield f"names '{name}', which is no fact of the scenario"
        elif tier is not None and known.tier > tier:
            yield f"stands at tier {tier} and mentions '{name}', which opens at tier {known.tier}"
    hidden = [fact for fact in scenario.facts if fact.id not in line.facts and fact.id not in telling]
    for name in leaked(hidden, line.text):
        yield f"gives away '{name}' without listing it under facts: {line.text!r}"
