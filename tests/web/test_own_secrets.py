"""What the employee of an own situation has not been brought to say is in no reply, prompt, page, log or answer."""

import json
import logging
from itertools import chain, cycle

import pytest
from fastapi import FastAPI

from simulator.domain.own import Own
from simulator.domain.wording import leaked
from simulator.library.own_drafting import draft_own
from simulator.llm.scripted import ScriptedModel
from simulator.session.voices import Voices
from tests.library.test_own_drafting import ID, described
from tests.web.own_talks import FORM, describe, kept, own_of, sit_down, talk
from tests.web.test_secrets import ATTEMPTS, told_in
from tests.web.visitors import Visitor, parts

GUESSES = (FORM["guess1"], FORM["guess2"], FORM["guess3"])
PAGES = ("", "/situation.json", "/brief", "/card", "/card/print", "/afterwards", "/edit")


@pytest.mark.parametrize("speaks", ["authored", "llm"])
def test_fifteen_attempts_bring_nothing_out(
    app: FastAPI, speaks: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = Visitor(app)
    situation = describe(visitor)
    rehearsal = sit_down(visitor, situation)
    own = own_of(visitor, rehearsal)
    leaks = cycle(line.text for lines in own.voice.disclosures.values() for line in lines)
    model = ScriptedModel(*(next(leaks) for _ in range(3 * len(ATTEMPTS))))
    voices: Voices = parts(app).voices
    monkeypatch.setattr(voices, "_chat", model if speaks == "llm" else None)
    talk(visitor, rehearsal, ATTEMPTS)
    second = (
        visitor.post("/rehearsals", data={"scenario": own.scenario.id, "again": rehearsal})
        .headers["location"]
        .removeprefix("/rehearse/?r=")
    )
    talk(visitor, second, ATTEMPTS[:3])

    told = told_in(visitor, rehearsal)
    hidden = [fact for fact in own.scenario.facts if fact.id not in told]
    assert len(hidden) >= 5, "nothing was hidden any more: this would prove nothing"
    for one in (rehearsal, second):
        for exchange in kept(visitor, one).exchanges:
            assert leaked(hidden, exchange.reply) == (), exchange.reply
    places = {
        "start": visitor.get("/").text,
        "situations": visitor.get("/situations").text,
        "talks": visitor.get("/talks").text,
        "brief again": visitor.get(f"/brief/{own.scenario.id}?again={rehearsal}").text,
        "log": caplog.text,
        "prompts": "\n".join(message.content for heard in model.heard for message in heard),
    }
    for one in (rehearsal, second):
        places |= {
            f"debrief {one}": visitor.get(f"/debrief/{one}").text,
            f"Markdown {one}": visitor.get(f"/debrief/{one}/debrief.md").text,
            f"JSON {one}": json.dumps(visitor.get(f"/debrief/{one}/debrief.json").json(), ensure_ascii=False),
            f"conversation {one}": visitor.get(f"/rehearse/?r={one}").text,
        }
    places |= {page or "situation": visitor.get(f"/situations/{situation}{page}").text for page in PAGES}
    assert (len(model.heard) > 0) is (speaks == "llm")
    secrets = list(chain.from_iterable(_hidden_strings(own, fact.id) for fact in hidden))
    for place, text in places.items():
        assert text or place in {"log", "prompts"}, place
        for secret in secrets:
            typed = any(guess in secret for guess in GUESSES)
            if typed and place in {"situation", "/edit", "/situation.json"}:
                continue  # the leader's own guesses stand on their own form
            assert secret not in text, f"{place}: {secret}"
            assert secret.replace("'", "&#39;") not in text, f"{place}: {secret}"
    for place in ("start", "situations", "/brief", "/card", "/card/print", "/afterwards"):
        for guess in GUESSES:
            assert guess not in places[place], f"{place}: {guess}"


def _hidden_strings(own: Own, name: str) -> list[str]:
    lines = (*own.voice.disclosures[name], *own.voice.recalls[name])
    return [own.scenario.fact_by_id[name].text, *(line.text for line in lines)]


def test_what_was_told_is_told_and_the_rest_stays_closed(visitor: Visitor) -> None:
    situation = describe(visitor)
    rehearsal = sit_down(visitor, situation)
    talk(visitor, rehearsal, ("What matters most to you in your work?", "What is it like from where you sit?"))
    told = told_in(visitor, rehearsal)
    assert told
    own = own_of(visitor, rehearsal)
    page = visitor.get(f"/debrief/{rehearsal}").text
    for fact in own.scenario.facts:
        shown = fact.text.replace("'", "&#39;")
        assert (shown in page) is (fact.id in told), fact.text


def test_the_names_of_facts_tell_nothing() -> None:
    names = {fact.id for fact in draft_own(described(), ID, 3).scenario.facts}
    assert names == {f"held-{number}" for number in range(1, len(names) + 1)}
