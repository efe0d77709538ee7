"""`evaluate` on whole conversations: criteria and ledgers against those that were given by hand."""

import json
from collections.abc import Mapping

from pydantic import ValidationError

from simulator.domain.rubric import Rubric
from simulator.domain.transcript import Transcript, Turn
from simulator.errors import InputError, SimulatorError
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_scenario
from simulator.scoring.conversation import Scorer, TurnReader
from simulator.scoring.reader import shipped_reader
from simulator.scoring.sessions import HandReader, Hits, LabelledSession, PlanHits, SessionFigures, session_figures

_SO = "Nothing was evaluated."
_NAMES = {"reader": "the shipped reader's codes", "hand": "the codes given by hand"}


def holds_sessions(text: str) -> bool:
    """Whether the first line is a conversation with labels and no single turn."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    try:
        line = json.loads(first)
    except ValueError:
        return False
    return isinstance(line, dict) and "turns" in line


def evaluate_sessions(text: str, *, as_json: bool) -> int:
    """Print how criteria and ledgers agree with the labels: with the shipped reader's codes, and with those given."""
    rubric = load_rubric()
    sessions = parsed(text, rubric)
    reader = shipped_reader()
    figures = {
        "reader": _figures(sessions, {session.id: reader for session in sessions}, rubric),
        "hand": _figures(sessions, {session.id: HandReader(session) for session in sessions}, rubric),
    }
    if as_json:
        told = {name: own.model_dump(exclude={"sessions"}) for name, own in figures.items()}
        print(json.dumps({"reader": reader.version, "sessions": len(sessions), "codes": told}, indent=1))
    else:
        print(_as_text(figures, reader.version))
    return 0


def parsed(text: str, rubric: Rubric) -> tuple[LabelledSession, ...]:
    """Checked sessions from JSON Lines; InputError names the first bad one by its line."""
    sessions: list[LabelledSession] = []
    known = rubric.codes, tuple(code.code for code in rubric.employee_codes)
    criteria = {criterion.code for criterion in rubric.criteria}
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            session = LabelledSession.model_validate_json(raw)
            load_scenario(session.scenario)
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in fault["loc"])
            raise InputError(f"Line {number}: {where + ': ' if where else ''}{fault['msg']}. {_SO}") from error
        except SimulatorError as error:
            raise InputError(f"Line {number}: {error} {_SO}") from error
        faults = [
            *session.faults(*known),
            *(f"criteria: there is no {c}" for c in session.criteria if c not in criteria),
        ]
        if any(other.id == session.id for other in sessions):
            faults.append(f"the id {session.id!r} stands on an earlier line")
        if faults:
            raise InputError(f"Line {number}: {faults[0]}. {_SO}")
        sessions.append(session)
    return tuple(sessions)


def _figures(
    sessions: tuple[LabelledSession, ...], readers: Mapping[str, TurnReader], rubric: Rubric
) -> SessionFigures:
    pairs = []
    for session in sessions:
        turns = tuple(Turn(speaker=speaker, text=text) for speaker, text in session.turns)
        scorer = Scorer(rubric, readers[session.id])
        transcript = Transcript(scenario=session.scenario, turns=turns)
        pairs.append((session, scorer.score(transcript, load_scenario(session.scenario))))
    return session_figures(pairs, [criterion.code for criterion in rubric.criteria])


def _as_text(figures: Mapping[str, SessionFigures], version: str) -> str:
    count = next(iter(figures.values())).sessions
    rows = [f"{count} sessions, reader {version}. Criteria and ledgers against the labels."]
    for name, own in figures.items():
        rows += ["", f"With {_NAMES[name]}", f"{'criterion':14}{'n':>5}{'met':>6}{'found':>7}{'agreed':>8}{'kappa':>8}"]
        rows += [
            f"{code:14}{line.n:5}{line.met:6}{line.found:7}{_rate(line.agreed):>8}{_rate(line.kappa):>8}"
            for code, line in own.criteria.items()
        ]
        rows.append(f"{'ledger':14}{'n':>5}{'':6}{'found':>7}{'P':>8}{'R':>8}")
        rows += [_ledger(ledger, getattr(own, ledger)) for ledger in ("needs", "options", "commitments")]
        rows.append("Of the commitments that match, these fields agree: " + _fields(own.commitments))
    return "\n".join(rows)


def _ledger(name: str, hits: Hits) -> str:
    return f"{name:14}{hits.n:5}{'':6}{hits.found:7}{_rate(hits.precision):>8}{_rate(hits.recall):>8}"


def _fields(hits: PlanHits) -> str:
    shares = {"date": hits.date, "check-in": hits.check_in, "assent": hits.assent, "kind": hits.kind}
    return ", ".join(f"{name} {_rate(share)}" for name, share in shares.items())


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
