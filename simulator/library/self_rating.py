"""The words of rubrics/self-rating.yaml to a checked value."""

from functools import cache
from pathlib import Path

from simulator.domain.self_rating import SelfWords
from simulator.errors import ContentError
from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric
from simulator.library.yaml_file import locate, read_value


@cache
def load_self_words(path: Path | None = None) -> SelfWords:
    """Return the shipped words, or those at `path`; raise ContentError if they do not fit the rubric."""
    path = path or rubrics_folder() / "self-rating.yaml"
    words = read_value(path, SelfWords)
    problems = _problems(words, path)
    if problems:
        raise ContentError(tuple(problems))
    return words


def _problems(words: SelfWords, path: Path) -> list[str]:
    """Faults that one field alone does not show."""
    found: list[str] = []

    def fault(where: tuple[str | int, ...], message: str) -> None:
        field = ".".join(str(step) for step in where)
        found.append(f"{path.name}, line {locate(path, where)}, {field}: {message}")

    moves = load_rubric().by_code
    owner: dict[str, str] = {}
    ids: set[str] = set()
    for index, word in enumerate(words.words):
        if word.id in ids:
            fault(("words", index, "id"), f"{word.id} is listed twice")
        ids.add(word.id)
        if word.side == "parenting" and not word.codes:
            fault(("words", index, "codes"), "a parenting word must stand for at least one move")
        for place, code in enumerate(word.codes):
            where = ("words", index, "codes", place)
            if code not in moves:
                fault(where, f"'{code}' is no code of the rubric")
            elif moves[code].side != word.side:
                fault(where, f"{code} is a {moves[code].side} move, and this is a {word.side} word")
            elif code in owner:
                fault(where, f"{code} belongs to '{owner[code]}' already")
            owner.setdefault(code, word.id)
    for code, move in moves.items():
        if move.side == "parenting" and code not in owner:
            fault(("words",), f"no word stands for {code}")
    return found
