"""A new scenario: an author's answers and the defaults, written as the two files of the contract."""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from string import Template
from typing import Any

import yaml

from simulator.domain.scenario import ID_PATTERN, Fact, Scenario
from simulator.domain.starter import STRENGTH, Answers, Held, Questions, Starter
from simulator.domain.wording import fold, leaked
from simulator.library.places import scenarios_folder
from simulator.library.schemas import SCENARIO_SCHEMA, VOICE_SCHEMA
from simulator.library.yaml_file import read_value

_WIDTH = 110
_SHORTEST_STEM = 5
_MOST_STEMS = 12
_WORD = re.compile(r"[a-z][a-z'-]+")


@cache
def load_questions() -> Questions:
    """What a new scenario asks; raise ContentError if the file is wrong."""
    return read_value(scenarios_folder() / "new" / "questions.yaml", Questions)


@cache
def load_starter() -> Starter:
    """What a new scenario begins with; raise ContentError if the file is wrong."""
    return read_value(scenarios_folder() / "new" / "defaults.yaml", Starter)


def id_of(title: str) -> str | None:
    """A title as the name of a file; None if it holds no letter or digit that a file name can take."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    if name[:1].isdigit():
        name = f"the-{name}"
    return name if re.fullmatch(ID_PATTERN, name) else None


def facts_of(held: Iterable[Held]) -> tuple[Fact, ...]:
    """Facts with ids of their own, made from their telling words."""
    found: dict[str, Fact] = {}
    for one in held:
        base = id_of(" ".join(one.tells[0])) or f"depth-{one.tier}"
        name = next(
            name for number in range(1, 99) if (name := f"{base}-{number}" if number > 1 else base) not in found
        )
        found[name] = Fact(id=name, tier=one.tier, text=one.text, tells=one.tells)
    return tuple(found.values())


def scenario_value(answers: Answers, starter: Starter) -> Scenario:
    """The scenario itself, without a file; ValidationError where the answers do not make one."""
    return Scenario.model_validate_json(json.dumps(_scenario(answers, starter)))


def scenario_text(answers: Answers, starter: Starter) -> str:
    """The scenario file."""
    notes = starter.notes
    head = (
        f"# yaml-language-server: $schema=schema/{SCENARIO_SCHEMA}\n"
        "# Written by `python -m simulator new-scenario`. Change whatever you like; `python -m simulator check` says\n"
        "# what does not fit. The contract is in scenarios/README.md of the program.\n"
    )
    parts = []
    for key, value in _scenario(answers, starter).items():
        note = "".join(f"# {line}\n" for line in _wrapped(notes[key])) if key in notes else ""
        gap = "\n" if isinstance(value, dict | list) or note else ""
        parts.append(f"{gap}{note}{_dumped({key: value})}")
    return head + "".join(parts)


def voice_text(answers: Answers, starter: Starter) -> str:
    """The voice file: what they hold in their own words, and how to add to it."""
    names = _names(answers)
    note = "".join(f"# {line}".rstrip() + "\n" for line in named(starter.voice_note, names).splitlines())
    told = {fact.id: [one.own_words] for fact, one in zip(facts_of(answers.facts), answers.facts, strict=True)}
    head = f"# yaml-language-server: $schema=../schema/{VOICE_SCHEMA}\n"
    return head + note + _dumped({"scenario": answers.id}) + "\n" + _dumped({"disclosures": told})


def _scenario(answers: Answers, starter: Starter) -> dict[str, Any]:
    lines, lists, names = answers.lines, answers.lists, _names(answers)
    facts = facts_of(answers.facts)
    deepest = max(fact.tier for fact in facts)
    first_deep = next(fact.id for fact in facts if fact.tier == deepest)
    mask = starter.masks[lines["mask"]]
    plain = starter.model_dump(mode="json", exclude_defaults=True)

    def safe(texts: Iterable[str]) -> list[str]:
        return [text for text in (named(text, names) for text in texts) if not leaked(facts, text)]

    return {
        "id": answers.id,
        "version": 1,
        "title": lines["title"],
        "kind": answers.kind,
        "summary": lines["summary"],
        "minutes": starter.minutes,
        "leader_name": lines["leader-name"],
        "brief": {
            "you_are": lines["you-are"],
            "situation": lines["situation"],
            "visible": list(lists["visible"]),
            "own_needs": list(lists["own-needs"]),
            "fixed": list(lists["fixed"]),
            "strength": lines["strength"],
            "gap": lines["gap"],
        },
        "shared": list(lists["visible"]),
        "employee_owned": list(lists["employee-owned"]),
        "tension": {"leader": lists["own-needs"][0], "employee": lines["need"]},
        "persona": {
            "name": lines["name"],
            "pronouns": answers.pronouns.model_dump(),
            "role": lines["role"],
            "public": lines["public"],
            "manner": named(starter.manner, names),
            "mask": named(mask.mask, names),
            "start": starter.start.model_dump(),
            "needs": [{"need": answers.need, "rank": 1}],
            "habits": list(mask.habits),
            "opening": lines["opening"],
        },
        "facts": [
            {
                "id": fact.id,
                "tier": fact.tier,
                "text": fact.text,
                **({"need": answers.need} if fact.id == first_deep else {}),
                "tells": [_Flow(group) for group in fact.tells],
            }
            for fact in facts
        ],
        "subjects": [
            {
                "id": subject.id,
                "words": _Flow(dict.fromkeys((*_own_words(subject.id, answers, starter), *subject.words))),
            }
            for subject in starter.subjects
        ],
        "need_subject": starter.need_subject,
        "unlocks": [_flowing(unlock) for unlock in plain["unlocks"]],
        "deflators": [],
        "boundaries": [{"id": one.id, "words": _Flow(one.words)} for one in starter.boundaries],
        "endings": {
            "partnering": named(lines["ending-partnering"], names),
            "parenting": named(lines["ending-parenting"], names),
        },
        "hints": safe(starter.hints),
        "rewrites": [_flowing(rewrite) for rewrite in plain["rewrites"] if not leaked(facts, rewrite["line"])],
    }


def _own_words(subject: str, answers: Answers, starter: Starter) -> tuple[str, ...]:
    """Words of the author's own by which a subject of the defaults is recognised."""
    if subject == starter.need_subject:
        return answers.lists["need-words"]
    if subject != STRENGTH:
        return ()
    common = {*starter.plain_words, fold(answers.lines["name"])}
    words = (word.strip("'-") for word in _WORD.findall(fold(answers.lines["strength"])))
    telling = (word for word in words if len(word) >= _SHORTEST_STEM and word not in common)
    return tuple(dict.fromkeys(telling))[:_MOST_STEMS]


def _names(answers: Answers) -> dict[str, str]:
    return {"name": answers.lines["name"], **answers.pronouns.model_dump()}


def named(text: str, names: dict[str, str]) -> str:
    """A text of the defaults with the employee's name and pronouns."""
    # What an author typed may hold a dollar sign; only our four names are ours to fill.
    return Template(text).safe_substitute(names)


class _Flow(list[Any]):
    """A list written on one line."""


class _Dumper(yaml.SafeDumper):
    """Lists indented under their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003


_Dumper.add_representer(
    _Flow, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def _flowing(value: Any) -> Any:  # noqa: ANN401 - whatever a file can hold
    """The same value with its innermost mappings and lists on one line each."""
    if isinstance(value, dict):
        return {key: _flowing(part) for key, part in value.items()}
    if isinstance(value, list):
        plain = all(isinstance(part, str) for part in value)
        return _Flow(value) if plain else [_flowing(part) for part in value]
    return value


def _dumped(value: dict[str, Any]) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
