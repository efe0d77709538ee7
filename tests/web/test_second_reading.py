"""A second reading runs behind everything, is kept line by line, and is shown beside the first."""

import asyncio
from collections.abc import Sequence

from fastapi import FastAPI

from simulator.domain.chat import Form, Message
from simulator.errors import ModelUnavailable
from simulator.scoring.judge import JudgedMove, Judgement
from simulator.session.judging import SecondReader
from tests.web.visitors import EIGHT_LINES, Visitor, parts

SLIP = EIGHT_LINES[5]


class Judging:
    """A model that gives the same judgement to every turn, or fails."""

    name = "judge-7b"

    def __init__(self, judgement: Judgement, *, fails_after: int = 99) -> None:
        self.judgement = judgement
        self.asked: list[str] = []
        self._fails_after = fails_after

    async def fill(self, messages: Sequence[Message], form: type[Form], *, most_tokens: int) -> Form:
        del most_tokens
        self.asked.append(messages[-1].content)
        if len(self.asked) > self._fails_after:
            raise ModelUnavailable("Nothing answers at 127.0.0.1:9.")
        return form.model_validate(self.judgement.model_dump())

    def stream(self, messages: Sequence[Message], *, most_tokens: int) -> object:  # pragma: no cover - never asked
        raise NotImplementedError


RESCUES = Judgement(
    moves=[JudgedMove(reason="The reports are hers.", quote="take the two reports off your plate", code="RESCUE")],
    better_line="Which of the two would you keep, if it were up to you?",
)


def read_all(visitor: Visitor, rehearsal: str, model: Judging) -> SecondReader:
    made = visitor.made
    reader = SecondReader(made.store, made.rehearsing.taker, lambda: model)  # type: ignore[arg-type,return-value]

    async def run() -> None:
        reader.start(visitor.person, rehearsal)
        reader.start(visitor.person, rehearsal)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert len(others) == 1
        await asyncio.gather(*others)
        await reader.close()

    asyncio.run(run())
    return reader


def test_each_line_is_read_once_in_its_context_and_shown(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down(said=EIGHT_LINES, ended=True)
    before = visitor.get(f"/debrief/{rehearsal}").text
    assert "Second reader" not in before
    model = Judging(RESCUES)
    reader = read_all(visitor, rehearsal, model)
    kept = visitor.made.store.get(visitor.person, rehearsal)
    assert len(model.asked) == len(EIGHT_LINES)
    assert all(line in asked for line, asked in zip(EIGHT_LINES, model.asked, strict=True))
    assert reader.progress(kept).done
    # Words that do not stand in a line are dropped there, and counted.
    assert [len(e.second.findings) if e.second else None for e in kept.exchanges] == [0, 0, 0, 0, 0, 1, 0, 0]
    assert kept.exchanges[0].second is not None
    assert kept.exchanges[0].second.dropped == 1
    text = visitor.get(f"/debrief/{rehearsal}").text
    assert "8 of 8 lines have been read" in text
    assert "thrown away" in text
    assert "Only the first reader" in text
    markdown = visitor.get(f"/debrief/{rehearsal}/debrief.md").text
    assert "Second reader (judge-7b)" in markdown
    found = visitor.made.rehearsing.scorecard(kept)
    assert found == visitor.made.rehearsing.scorecard(
        kept.model_copy(update={"exchanges": tuple(e.model_copy(update={"second": None}) for e in kept.exchanges)})
    )


def test_a_model_that_goes_away_leaves_what_it_read_and_says_why(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    reader = read_all(visitor, rehearsal, Judging(RESCUES, fails_after=1))
    progress = reader.progress(visitor.made.store.get(visitor.person, rehearsal))
    assert (progress.read, progress.lines, progress.done) == (1, 3, False)
    assert progress.problem == "Nothing answers at 127.0.0.1:9."


def test_a_line_of_the_model_that_guesses_a_secret_is_not_shown(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down(said=[SLIP], ended=True)
    guess = RESCUES.model_copy(update={"better_line": "Are you bored, and scared that it is too late to say so?"})
    read_all(visitor, rehearsal, Judging(guess))
    second = visitor.made.store.get(visitor.person, rehearsal).exchanges[0].second
    assert second is not None
    assert second.codes == {"RESCUE"}
    assert second.better is None


def test_without_a_model_nothing_is_offered(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down(said=[SLIP], ended=True)
    assert not parts(app).second_reader.available
    assert "second-reading" not in visitor.get(f"/debrief/{rehearsal}").text
    assert visitor.post(f"/rehearsals/{rehearsal}/second-reading").status_code == 303


def test_the_wish_to_be_read_always_holds_for_what_is_opened_next(app: FastAPI) -> None:
    visitor = Visitor(app)
    assert visitor.person
    visitor.post("/settings/second-reader", data={"second": "on"})
    opened = visitor.post("/rehearsals", data={"scenario": "paula-first-meeting"})
    rehearsal = opened.headers["location"].partition("r=")[2]
    assert visitor.made.store.get(visitor.person, rehearsal).second_reader


def test_a_reading_can_be_stopped_and_what_was_read_stays(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    made = visitor.made

    class Slow(Judging):
        async def fill(self, messages: Sequence[Message], form: type[Form], *, most_tokens: int) -> Form:
            if self.asked:
                await asyncio.sleep(60)
            return await super().fill(messages, form, most_tokens=most_tokens)

    model = Slow(RESCUES)
    reader = SecondReader(made.store, made.rehearsing.taker, lambda: model)  # type: ignore[arg-type,return-value]

    async def run() -> None:
        reader.start(visitor.person, rehearsal)
        while made.store.get(visitor.person, rehearsal).exchanges[0].second is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert reader.progress(made.store.get(visitor.person, rehearsal)).running
        await reader.stop(rehearsal)

    asyncio.run(run())
    progress = reader.progress(made.store.get(visitor.person, rehearsal))
    assert (progress.read, progress.lines, progress.running, progress.problem) == (1, 3, False, None)
    page = visitor.post(f"/rehearsals/{rehearsal}/second-reading/stop").headers["location"]
    assert page == f"/debrief/{rehearsal}#second"
