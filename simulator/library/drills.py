"""The file of drills to checked cards."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from simulator.domain.drill import KINDS, NOTHING, AnyCard, Drills
from simulator.errors import ContentError
from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric
from simulator.library.yaml_file import locate, read_value

Where = tuple[str | int, ...]


@cache
def load_drills(path: Path | None = None) -> Drills:
    """Return the shipped drills, or those at `path`; raise ContentError if a card is wrong or a move has none."""
    path = path or rubrics_folder() / "drills.yaml"
    drills = read_value(path, Drills)
    problems = tuple(
        f"{path.name}, line {locate(path, where)}, {'.'.join(map(str, where))}: {message}"
        for where, message in _faults(drills)
    )
    if problems:
        raise ContentError(problems)
    return drills


def _faults(drills: Drills) -> Iterator[tuple[Where, str]]:
    seen: set[str] = set()
    for kind in KINDS:
        cards: tuple[AnyCard, ...] = getattr(drills, kind)
        for index, card in enumerate(cards):
            if not card.id.startswith(f"{kind}:"):
                yield (kind, index, "id"), f"must begin with '{kind}:'"
            if card.id in seen:
                yield (kind, index, "id"), f"'{card.id}' is the name of two cards"
            seen.add(card.id)
            yield from (((kind, index, *field), said) for field, said in _unknown_codes(card))
    met = {code for card in drills.spot for code in card.codes}
    missing = [code for code in (*load_rubric().codes, NOTHING) if code not in met]
    if missing:
        yield ("spot",), f"must hold a card for each move and for none; missing: {', '.join(missing)}"


def _unknown_codes(card: AnyCard) -> Iterator[tuple[Where, str]]:
    moves = load_rubric().by_code
    listed = [((name,), code) for name in ("code",) if (code := getattr(card, name, None))]
    fields: list[tuple[Where, str]] = [*listed]
    for name in ("choices", "tempts", "also"):
        fields += [((name, place), code) for place, code in enumerate(getattr(card, name, ()))]
    for where, code in fields:
        if code not in moves:
            yield where, f"'{code}' is no move of the rubric"
        elif (card.kind == "rewrite" or where[0] == "tempts") and moves[code].side != "parenting":
            yield where, f"must be a parenting move; '{code}' is a partnering one"
