"""`new-scenario`: ask for one situation in plain words and write it as a scenario that can be played."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from simulator.commands.asker import Asker, EndedError
from simulator.commands.given import text_of
from simulator.domain.scenario import Kind, Need, Pronouns
from simulator.domain.starter import Answers, Depth, Held, Question, Questions
from simulator.domain.wording import fold, gives_away
from simulator.errors import ContentError, InputError
from simulator.library.drafting import facts_of, id_of, load_questions, load_starter, scenario_text, voice_text
from simulator.library.scenarios import RESERVED, load_scenario, load_stock, load_voice, scenario_ids
from simulator.library.schemas import write_schemas
from simulator.library.stock import stock_lines_lost

_SHORTEST_TELL = 3
_MOST_LOST = 25
"""Lines of the stock voice that one fact may rule out, of about a thousand."""
_PRONOUNS = 3
_NO_MORE = "-"
_NOT_SHOWN = frozenset({"kind", "mask", "leader-name", "pronouns"})
"""Answers that no page shows as text."""
_UNFINISHED = "unfinished-answers"


def new_scenario(into: Path, answers: str | None = None) -> int:
    """Ask, write FOLDER/<id>.yaml and FOLDER/voices/<id>.yaml, check them; return the exit status.

    `answers` names a file whose lines are taken before anybody is asked. Nothing that exists is written over.
    """
    if into.exists() and not into.is_dir():
        raise InputError(f"'{into}' is a file. Name a folder, such as my-scenarios.")
    given = text_of(answers).removesuffix("\n").split("\n") if answers else []
    at_terminal = sys.stdin.isatty()
    asker = Asker(given, iter(sys.stdin.readline, ""), again=at_terminal)
    try:
        said = _asked(asker, into)
    except (EndedError, KeyboardInterrupt) as error:
        kept = _kept(asker.taken, into) if at_terminal else None
        if kept is None:
            raise
        raise InputError(
            f"\nStopped. Your answers are kept in {kept}. Go on with: "
            f"python -m simulator new-scenario --into {into} --answers {kept}"
        ) from error
    return _written(said, into)


def _asked(asker: Asker, into: Path) -> Answers:
    """Everything, asked in order. Raises InputError for an answer that will not do and cannot be asked for again."""
    questions = load_questions()
    lines: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    facts: list[Held] = []
    asker.say(questions.welcome)

    def put(group: tuple[Question, ...]) -> None:
        for plain in group:
            default = plain.default and plain.default.replace("$name", lines.get("name", "$name"))
            question = plain.model_copy(update={"default": default})
            if question.form == "list":
                lists[question.id] = asker.ask_list(question)
            elif question.form == "words":
                lists[question.id] = asker.ask(question, partial(_words, least=question.least))
            else:
                lines[question.id] = asker.ask(question, _parser_of(question, into, facts))

    put(questions.before)
    public = {key: (text,) for key, text in lines.items() if key not in _NOT_SHOWN} | lists
    for depth in questions.depths:
        asker.say(depth.says)
        _ask_depth(asker, questions, depth, facts, public)
    put(questions.after)
    need = next(choice for choice in questions.by_id()["need"].choices if choice.id == lines["need"])
    return Answers(
        id=id_of(lines["title"]) or "",
        kind=next(kind for kind in get_args(Kind) if kind == lines["kind"]),
        need=next(one for one in get_args(Need) if one == need.id),
        lines=lines | {"need": need.says},
        lists=lists,
        pronouns=_pronouns(lines["pronouns"]),
        facts=tuple(facts),
    )


def _parser_of(question: Question, into: Path, facts: list[Held]) -> Callable[[str], str]:
    """How an answer of one line is checked; it raises InputError for one that will not do."""
    if question.form == "choice":
        return partial(_chosen, question=question)
    if question.form == "pronouns":
        return _known_pronouns
    return partial(_title, into=into) if question.id == "title" else partial(_keeps, facts=facts)


def _ask_depth(
    asker: Asker, questions: Questions, depth: Depth, facts: list[Held], public: dict[str, tuple[str, ...]]
) -> None:
    """At least one fact of a depth; an empty line ends them."""
    what, own_words, telling = questions.fact
    more = what.model_copy(update={"asks": "Anything else at this depth? An empty line: no.", "example": None})
    keeps = partial(_keeps, facts=facts)
    text = asker.ask(what, keeps)
    while text != _NO_MORE:
        said = asker.ask(own_words, keeps)
        facts.append(asker.ask(telling, partial(_held, about=(depth, text, said), facts=facts, public=public)))
        text = asker.ask(more, keeps, empty=_NO_MORE)


def _title(text: str, into: Path) -> str:
    name = id_of(text)
    if name is None:
        raise InputError("The file is named after it: write it with at least one letter from a to z.")
    if name in RESERVED or name in scenario_ids() or _files(name, into)[0].exists() or _files(name, into)[1].exists():
        raise InputError(f"There is a '{name}.yaml' already, and nothing is written over. Choose another title.")
    return text


def _chosen(text: str, question: Question) -> str:
    ids = [choice.id for choice in question.choices]
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(ids):
        return ids[int(text) - 1]
    if text.lower() in ids:
        return text.lower()
    raise InputError(f"Write a number from 1 to {len(ids)}.")


def _known_pronouns(text: str) -> str:
    _pronouns(text)
    return text


def _pronouns(text: str) -> Pronouns:
    known = load_starter().pronouns
    parts = [part.strip().lower() for part in text.split("/") if part.strip()]
    if parts and parts[0] in known:
        return known[parts[0]]
    if len(parts) != _PRONOUNS:
        raise InputError(f"Write {', '.join(known)}, or three words with slashes: xe/xem/xyr.")
    return Pronouns(subject=parts[0], object=parts[1], possessive=parts[2])


def _words(text: str, least: int) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word for part in text.split(",") if (word := fold(part).strip(" \"'."))))
    if len(words) < least:
        raise InputError(f"Write at least {least}, with commas between them.")
    return words


def _tells(text: str) -> tuple[tuple[str, ...], ...]:
    groups = tuple(
        tuple(stem for part in group.split("+") if (stem := " ".join(part.split()))) for group in _words(text, 1)
    )
    short = next((stem for group in groups for stem in group if len(stem) < _SHORTEST_TELL), None)
    if short:
        raise InputError(f"'{short}' is too short: it begins half the words there are.")
    return tuple(group for group in groups if group)


def _keeps(text: str, facts: list[Held]) -> str:
    """A text that gives away nothing deeper or other that was said before."""
    for fact, held in zip(facts_of(facts), facts, strict=True):
        if gives_away(fact, text):
            raise InputError(f"That already tells '{held.text}' (by its telling words). Say it without them.")
    return text


def _held(words: str, about: tuple[Depth, str, str], facts: list[Held], public: dict[str, tuple[str, ...]]) -> Held:
    """A fact (its depth, its text, their own sentence) whose telling words tell it and nothing else."""
    depth, text, said = about
    one = Held(tier=depth.tier, text=text, own_words=said, tells=_tells(words))
    fact = facts_of([one])[0]
    if not gives_away(fact, one.own_words):
        raise InputError(f"None of these stands in '{one.own_words}'. Take words from that sentence too.")
    for question, texts in public.items():
        for shown in texts:
            if gives_away(fact, shown):
                raise InputError(f"These stand in your answer on '{question}' as well: '{shown}'. Choose rarer words.")
    for other in facts:
        if gives_away(fact, other.own_words):
            raise InputError(f"These stand in '{other.own_words}' as well. Choose rarer words, or join two with +.")
    lost = stock_lines_lost(fact, load_stock())
    if lost > _MOST_LOST:
        raise InputError(
            f"These stand in {lost} lines that anybody might say, so they tell nothing. "
            f"Choose rarer words, or join two with +."
        )
    return one


def _files(name: str, into: Path) -> tuple[Path, Path]:
    return into / f"{name}.yaml", into / "voices" / f"{name}.yaml"


def _written(said: Answers, into: Path) -> int:
    starter = load_starter()
    paths = _files(said.id, into)
    texts = (scenario_text(said, starter), voice_text(said, starter))
    try:
        paths[1].parent.mkdir(parents=True, exist_ok=True)
        for path, text in zip(paths, texts, strict=True):
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        write_schemas(into, again=False)
    except OSError as error:
        raise InputError(f"'{error.filename}' cannot be written: {error.strerror}.") from error
    print(f"\nWritten: {paths[0]} and {paths[1]}.")
    try:
        load_scenario(said.id, into)
        load_voice(said.id, into)
    except ContentError as error:
        print(f"\nBefore it can be played, mend this:\n{error}", file=sys.stderr)
        return 1
    print(
        f"\nPlay it:                python -m simulator rehearse {paths[0]}\n"
        f"After each change:      python -m simulator check {into}\n"
        f"In the app, beside the others: set PARTNERING_SCENARIOS to {into} and start it.\n"
        f"What the fields mean:   scenarios/README.md; an editor that knows JSON Schema shows it as you type."
    )
    return 0


def _kept(given: list[str], into: Path) -> Path | None:
    """The answers so far, in a file of their own; None if there are none."""
    if not any(given):
        return None
    into.mkdir(parents=True, exist_ok=True)
    path = next(path for number in range(1, 1000) if not (path := into / f"{_UNFINISHED}-{number}.txt").exists())
    path.write_text("\n".join(given) + "\n", encoding="utf-8")
    return path
