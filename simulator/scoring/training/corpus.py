"""The labelled turns under rubrics/, and how they are split."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from simulator.domain.rubric import Rubric
from simulator.domain.transcript import CodingRequest, Speaker, Turn
from simulator.errors import ContentError

Split = Literal["train", "held", "test"]
HELD_SHARE = 24
"""Percent of setting groups that no net learns from: curves and thresholds are made on them. The test split is files of
its own, written apart, and looked at for final figures only."""


@dataclass(frozen=True)
class Labelled:
    """One turn with its codes. `quotes` holds start and end in characters; a code without a quote has None."""

    id: str
    batch: str
    group: str
    """Batch and setting: turns of one group stay in one split."""
    speaker: Speaker
    request: CodingRequest
    quotes: Mapping[str, tuple[int, int] | None] = field(default_factory=dict)
    pair: str | None = None
    """Id of its minimal-pair partner."""
    guessed: bool = False
    """No coder has seen it: it was put together for the teacher to judge."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes the turn carries."""
        return frozenset(self.quotes)


def read_batches(folder: Path) -> list[Labelled]:
    """Every b*.jsonl, e*.jsonl and t*.jsonl of the corpus. Raises ContentError naming each broken line."""
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    for path in sorted(path for kind in "bet" for path in folder.glob(f"{kind}[0-9]*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = {"brief": path.stem, "pair": None, **json.loads(line), "file": path.stem}
            except json.JSONDecodeError as error:
                problems.append(f"{path.name}, line {number}: not JSON ({error.msg})")
                continue
            problems += [f"{path.name}, line {number}: quote not in the turn: {quote}" for quote in _unfound(row)]
            rows.append(row)
    if problems:
        raise ContentError(tuple(problems))
    return [*(_labelled(row, "employee" if row["file"].startswith("e") else "leader") for row in rows), *_asides(rows)]


def rubric_examples(rubric: Rubric) -> list[Labelled]:
    """The published positives and near misses of the rubric, each as a turn without setting.

    A near miss marked `neutral` carries nothing.
    """
    made: list[Labelled] = []
    for move in rubric.moves:
        said = move.positives_context
        history = (Turn(speaker="employee", text=said),) if said else ()
        lines = [(text, move.code, history) for text in move.positives]
        lines += [(near.text, near.code, ()) for near in move.near_misses]
        for number, (text, code, before) in enumerate(lines):
            quotes = {} if code == "neutral" else {code: (0, len(text))}
            request = CodingRequest(turn=text, history=before)
            made.append(Labelled(f"rubric-{move.code}-{number}", "rubric", "rubric", "leader", request, quotes))
    return made


def split_of(turn: Labelled) -> Split:
    """By a fixed hash of the group, so that new batches never move an old turn; rubric examples always train."""
    if turn.batch == "rubric":
        return "train"
    if turn.batch.startswith("t"):
        return "test"
    return "held" if _hash("split", turn.group) % 100 < HELD_SHARE else "train"


def splits(turns: Iterable[Labelled]) -> dict[Split, list[Labelled]]:
    """The three splits. A turn whose minimal-pair partner is in a split held further back is left out altogether."""
    out: dict[Split, list[Labelled]] = {"train": [], "held": [], "test": []}
    for turn in turns:
        out[split_of(turn)].append(turn)
    out["train"] = apart(out["train"], out["held"])
    return out


def apart(turns: Iterable[Labelled], held: Iterable[Labelled]) -> list[Labelled]:
    """The turns that have no minimal-pair partner among those held back."""
    held = list(held)
    names = {turn.id for turn in held} | {turn.pair for turn in held}
    return [turn for turn in turns if turn.id not in names and turn.pair not in names - {None}]


def _hash(salt: str, group: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{salt}:{group}".encode()).digest()[:8], "big")


def _unfound(row: Mapping[str, Any]) -> list[str]:
    return [c["quote"] for c in row["codes"] if isinstance(c, dict) and c.get("quote", "") not in row["turn"]]


def _request(row: Mapping[str, Any], turn: str, history: Iterable[tuple[str, str]]) -> CodingRequest:
    return CodingRequest(
        turn=turn,
        history=tuple(Turn.model_validate({"speaker": who, "text": text}) for who, text in history),
        shared=tuple(row.get("shared", ())),
        employee_owned=tuple(row.get("employee_owned", ())),
        setting=row["setting"],
    )


def _labelled(row: Mapping[str, Any], speaker: Speaker) -> Labelled:
    turn: str = row["turn"]
    return Labelled(
        id=row["id"],
        batch=row["brief"],
        group=f"{row['brief']}|{row['setting']}",
        speaker=speaker,
        request=_request(row, turn, row["history"]),
        quotes=dict(_quotes(turn, row["codes"])),
        pair=row["pair"],
    )


def _asides(rows: Iterable[dict[str, Any]]) -> Iterator[Labelled]:
    """The last employee turn of each history whose row carries `employee_codes`; each wording once."""
    seen: set[str] = set()
    for row in rows:
        if "employee_codes" not in row or not row["history"]:
            continue
        *before, (_, said) = row["history"]
        if said not in seen:
            seen.add(said)
            aside = {**row, "id": f"{row['id']}-e", "turn": said, "history": before, "pair": None}
            yield _labelled({**aside, "codes": row["employee_codes"]}, "employee")


def _quotes(turn: str, codes: Iterable[str | Mapping[str, str]]) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """Codes may be given as words alone, or with a quote."""
    for code in codes:
        if isinstance(code, str):
            yield code, None
        else:
            at = turn.find(code.get("quote", "\0"))
            yield code["code"], (at, at + len(code["quote"])) if at >= 0 else None
