"""The labelled corpus keeps its contract (rubrics/README.md): every quote is in its turn, every code in the rubric."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric

CORPUS = rubrics_folder() / "corpus"
LEADER = sorted((*CORPUS.glob("b*.jsonl"), *CORPUS.glob("t*.jsonl")))
EMPLOYEE = sorted(CORPUS.glob("e*.jsonl"))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("path", [*LEADER, *EMPLOYEE], ids=lambda path: path.stem)
def test_a_batch_keeps_the_contract(path: Path) -> None:
    rubric = load_rubric()
    known = set(rubric.codes) if path in LEADER else {code.code for code in rubric.employee_codes}
    ids = set()
    for row in rows(path):
        assert row["id"] not in ids
        ids.add(row["id"])
        assert row["brief"] == path.stem
        codes = [found["code"] for found in row["codes"]]
        assert set(codes) <= known
        assert len(set(codes)) == len(codes), row["id"]
        for found in row["codes"]:
            assert found["quote"] in row["turn"], row["id"]
        assert all(speaker in {"leader", "employee"} for speaker, _ in row["history"])
    assert all(row["pair"] in ids for row in rows(path) if row["pair"])


def test_no_id_stands_in_two_batches() -> None:
    every = [row["id"] for path in (*LEADER, *EMPLOYEE) for row in rows(path)]
    assert len(every) == len(set(every))


def test_second_codings_speak_of_turns_that_exist() -> None:
    first = {row["id"] for path in LEADER for row in rows(path)}
    for path in CORPUS.glob("second_*.jsonl"):
        assert {row["id"] for row in rows(path)} <= first


def test_every_code_has_many_positives_and_many_turns_carry_nothing() -> None:
    every = [row for path in LEADER for row in rows(path)]
    for code in load_rubric().codes:
        assert sum(code in {found["code"] for found in row["codes"]} for row in every) >= 100, code
    assert sum(not row["codes"] for row in every) >= len(every) * 0.15
