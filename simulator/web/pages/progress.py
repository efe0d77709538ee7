"""Progress: what one does over talks and weeks, as pictures, tables and sentences."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.requests import Request

from simulator.library.rubrics import load_rubric
from simulator.report.phrases import counted, in_words, starting
from simulator.report.progress.draw import draw_picture
from simulator.report.progress.pictures import missing_sentences, pictures
from simulator.report.progress.tables import TALK_HEAD, guarded_words, talk_rows
from simulator.report.progress.talks import GUARDED, Choice, Talk
from simulator.session.digesting import Counted
from simulator.web.identity import known_person
from simulator.web.layout import draw
from simulator.web.parts import parts_of

router = APIRouter()

Word = Annotated[str, Query(max_length=120)]

_SHOWN = 20
"""Talks in the list before all are asked for."""
_VOICES = {"authored": "The built-in employee", "llm": "A language model", "both": "Both in one talk"}
_PERIODS = {"": "All the time", "4": "The last four weeks", "12": "The last twelve weeks", "52": "The last year"}


@router.get("/progress")
def progress(
    request: Request,
    scenario: Word = "",
    guardedness: Word = "",
    voice: Word = "",
    weeks: Word = "",
    every: Word = "",
) -> HTMLResponse:
    """The pictures of one's own ended talks; an answer in the address that is none is taken as not given."""
    person = known_person(request)
    found = parts_of(request).digesting.talks_of(person) if person else Counted(())
    choice = Choice(
        scenario=scenario,
        guardedness=guardedness if guardedness in GUARDED else "",
        voice=voice if voice in _VOICES else "",
        weeks=int(weeks) if weeks in _PERIODS and weeks else None,
    )
    rubric, now = load_rubric(), datetime.now(UTC).replace(tzinfo=None)
    talks = choice.of(found.talks, now)
    scored = tuple(talk for talk in talks if talk.digest.scored)
    rows = talk_rows(talks)
    chosen = {"scenario": scenario, "guardedness": guardedness, "voice": voice, "weeks": weeks}
    return draw(
        request,
        "progress.html",
        ended=bool(found.talks),
        counted=len(found.talks) > len(found.missing) + len(found.unrated),
        waiting=_waiting(found),
        unrated=found.unrated,
        here=f"/progress?{urlencode(chosen)}",
        every=f"/progress?{urlencode({**chosen, 'every': '1'})}#every",
        fewest=in_words(rubric.scoring.fewest_leader_turns),
        choice=choice,
        chosen=choice != Choice(),
        scenarios=_scenarios(found),
        guarded=[("", "However guarded"), *((kind, starting(words)) for kind, words in GUARDED.items())],
        voices=[("", "Anybody"), *_VOICES.items()],
        periods=list(_PERIODS.items()),
        summary=_summary(scored, len(talks) - len(scored)),
        pictures=[(picture, Markup(draw_picture(picture))) for picture in pictures(scored, rubric)],  # noqa: S704 - the report room escapes what it draws
        missing=missing_sentences(scored),
        head=TALK_HEAD,
        rows=rows,
        shown=len(rows) if every else _SHOWN,
    )


def _scenarios(found: Counted) -> list[tuple[str, str]]:
    """The situations there are talks of, by title."""
    titles = {talk.digest.scenario: talk.digest.title for talk in found.talks if talk.digest}
    return [("", "All of them"), *sorted(titles.items(), key=lambda item: item[1])]


def _waiting(found: Counted) -> str:
    missing, every = len(found.missing), len(found.talks) - len(found.unrated)
    if not missing:
        return ""
    if missing == every:
        return "Your talks are being counted just now. In a moment they stand here."
    return f"{missing} of {every} talks are still being counted. What you see here is the rest."


def _summary(scored: tuple[Talk, ...], left_out: int) -> str:
    words = f"{starting(counted(len(scored), 'talk'))}: {guarded_words(scored)}."
    if len(scored) == 1:
        words = f"One talk, {GUARDED[scored[0].digest.guardedness]}."
    if left_out:
        are = "is" if left_out == 1 else "are"
        words += f" {starting(counted(left_out, 'talk'))} more {are} in the list below only: not scored."
    return words
