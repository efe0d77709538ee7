"""The client against an endpoint that does all that endpoints are known to do wrong."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal

import pytest

from simulator.domain.chat import Message
from simulator.domain.endpoint import Endpoint
from simulator.domain.value import Value
from simulator.errors import ModelError, ModelInterrupted, ModelRefused, ModelUnavailable, ModelUnreadable
from simulator.llm.openai_chat import OpenAIChat, Patience
from simulator.llm.probe import Probe, probe
from tests.llm.fake_endpoint import (
    KEY,
    Behaviour,
    FakeEndpoint,
    completion,
    endless,
    error,
    hang_up,
    refuse,
    says,
    stream,
)

ASKED = (Message(role="system", content="You are Paula."), Message(role="user", content="How are you?"))
PATIENT = Patience(connect=10.0, first_text=20.0, between=20.0, form=20.0)
"""Long enough for a busy machine; tests of slowness name their own."""
GOOD = stream("Fine", ", thanks", ".")
OVERLOADED = error(503, "overloaded")


class Verdict(Value):
    level: Literal["met", "missed"]
    quote: str = ""


class Waits:
    """Notes how long the client would have waited."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


Use = Callable[[OpenAIChat], Awaitable[Any]]


def against(*script: Behaviour, use: Use, **fields: Any) -> tuple[FakeEndpoint, Any, list[float]]:
    """Run `use` against the script; what it returned or the ModelError it raised, and the waits between attempts."""
    waits = Waits()

    async def go() -> tuple[FakeEndpoint, Any, list[float]]:
        async with FakeEndpoint(*script) as fake:
            model = OpenAIChat(fake.endpoint, pause=waits, **{"patience": PATIENT, **fields})
            try:
                outcome = await use(model)
            except ModelError as caught:
                outcome = caught
            return fake, outcome, waits.seconds

    return asyncio.run(go())


async def hear(model: OpenAIChat) -> str:
    return "".join([piece async for piece in model.stream(ASKED, most_tokens=50)])


async def judge(model: OpenAIChat) -> Verdict:
    return await model.fill(ASKED, Verdict, most_tokens=100)


def twice(use: Callable[[OpenAIChat], Coroutine[Any, Any, Any]]) -> Use:
    async def both(model: OpenAIChat) -> list[Any]:
        return [await use(model), await use(model)]

    return both


# what is sent


def test_a_stream_is_asked_for_with_the_fewest_fields() -> None:
    fake, heard, _ = against(GOOD, use=hear)
    assert heard == "Fine, thanks."
    assert set(fake.bodies[0]) == {"model", "messages", "stream", "max_tokens"}
    assert fake.heads[0].startswith("POST /v1/chat/completions ")


def test_the_temperature_is_sent_where_it_is_set() -> None:
    fake, _, _ = against(GOOD, use=hear, temperature=0.8)
    assert fake.bodies[0]["temperature"] == 0.8


def test_this_machine_is_asked_without_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert against(GOOD, use=hear)[1] == "Fine, thanks."


# what is learnt

OPENAI_LIMIT = error(
    400,
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    param="max_tokens",
    code="unsupported_parameter",
)
STRICT_LIMIT = refuse(422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "max_completion_tokens"]}]})


def test_the_name_of_the_token_limit_is_learnt_and_remembered() -> None:
    fake, heard, _ = against(OPENAI_LIMIT, GOOD, GOOD, use=twice(hear))
    assert heard == ["Fine, thanks."] * 2
    limits = [sorted(set(body) & {"max_tokens", "max_completion_tokens"}) for body in fake.bodies]
    assert limits == [["max_tokens"], ["max_completion_tokens"], ["max_completion_tokens"]]


def test_an_endpoint_that_knows_no_token_limit_is_asked_without() -> None:
    fake, heard, _ = against(OPENAI_LIMIT, STRICT_LIMIT, GOOD, use=hear)
    assert heard == "Fine, thanks."
    assert not set(fake.bodies[2]) & {"max_tokens", "max_completion_tokens"}


def test_a_refused_temperature_is_left_out_from_then_on() -> None:
    no = error(400, "Unsupported value: 'temperature' does not support 0.8 with this model.", param="temperature")
    fake, _, _ = against(no, GOOD, GOOD, use=twice(hear), temperature=0.8)
    assert ["temperature" in body for body in fake.bodies] == [True, False, False]


def test_a_template_without_a_system_role_gets_it_inside_the_first_words() -> None:
    fake, heard, _ = against(error(400, "System role not supported"), GOOD, use=hear)
    assert heard == "Fine, thanks."
    assert [message["role"] for message in fake.bodies[1]["messages"]] == ["user"]
    assert "You are Paula." in fake.bodies[1]["messages"][0]["content"]


def test_usage_of_a_stream_is_given_up_where_the_endpoint_will_not_count() -> None:
    no = refuse(422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "stream_options"]}]})
    fake, heard, _ = against(no, GOOD, use=hear, count_stream=True)
    assert heard == "Fine, thanks."
    assert ["stream_options" in body for body in fake.bodies] == [True, False]


FORM = completion('{"level": "met", "quote": "fine"}')
NO_SCHEMA = error(400, "response_format json_schema is not supported")
NO_OBJECT = error(400, "'response_format.type' must be 'json_schema' or 'text'")


def test_forms_step_down_from_schema_to_object_to_prompt_and_stay_there() -> None:
    fake, verdicts, _ = against(NO_SCHEMA, NO_OBJECT, FORM, FORM, use=twice(judge))
    assert verdicts == [Verdict(level="met", quote="fine")] * 2
    kinds = [body.get("response_format", {}).get("type") for body in fake.bodies]
    assert kinds == ["json_schema", "json_object", None, None]
    assert ["JSON Schema" in body["messages"][-1]["content"] for body in fake.bodies] == [False, True, True, True]


def test_a_strict_schema_requires_every_field_and_no_other() -> None:
    fake, _, _ = against(FORM, use=judge)
    schema = fake.bodies[0]["response_format"]["json_schema"]["schema"]
    assert schema["required"] == ["level", "quote"]
    assert schema["additionalProperties"] is False
    assert "default" not in schema["properties"]["quote"]


def test_a_schema_that_is_accepted_and_ignored_is_written_out_from_then_on() -> None:
    fake, verdicts, _ = against(completion("I would say they met it."), FORM, FORM, use=twice(judge))
    assert verdicts == [Verdict(level="met", quote="fine")] * 2
    repair = fake.bodies[1]["messages"]
    assert repair[-2] == {"role": "assistant", "content": "I would say they met it."}
    assert "there is no JSON object in it" in repair[-1]["content"]
    assert "JSON Schema" in fake.bodies[2]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "reply",
    [
        '```json\n{"level": "met", "quote": "fine"}\n```',
        'Sure! {"level": "met", "quote": "fine"} Hope that helps.',
        '<think>{"level": "missed"} no...</think>{"level": "met", "quote": "fine"}',
        'no opening tag</think>\n{"level": "met", "quote": "fine"}',
    ],
)
def test_a_form_is_found_inside_what_models_put_around_it(reply: str) -> None:
    assert against(completion(reply), use=judge)[1] == Verdict(level="met", quote="fine")


@pytest.mark.parametrize("bad", ["", '{"level": "brilliant"}', '{"level": "met", "quote": ', '["met"]', None])
def test_a_form_that_does_not_fit_twice_is_unreadable_and_never_guessed(bad: str | None) -> None:
    fake, outcome, _ = against(completion(bad), completion(bad), FORM, use=judge)
    assert isinstance(outcome, ModelUnreadable)
    assert len(fake.bodies) == 2


def test_usage_is_summed_over_calls() -> None:
    async def used(model: OpenAIChat) -> Any:
        await judge(model)
        await hear(model)
        return model.usage

    counted = {"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 3}}
    _, usage, _ = against(FORM, stream("Fine.", counted), use=used)
    assert (usage.prompt, usage.completion, usage.calls) == (111, 10, 2)


# what is passed over


def test_chunks_without_choices_text_or_sense_are_passed_over() -> None:
    odd: list[object] = [
        b": OPENROUTER PROCESSING\n\n",
        {"choices": []},
        {"object": "ping"},
        {"choices": None},
        {"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": None}]},
        {"choices": [{"index": 0}]},
        "  Fi",
        b": ping\n\n",
        {"choices": [{"index": 0, "delta": {"content": ["ne"]}, "finish_reason": None}]},
        "ne.",
    ]
    assert against(stream(*odd), use=hear)[1] == "Fine."


THOUGHT = "<think>They sound <b>tired</b>.\nI < you</think>\n\nFine, < thanks."


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 200])
def test_thinking_is_taken_out_however_it_is_cut(size: int) -> None:
    cut = [THOUGHT[place : place + size] for place in range(0, len(THOUGHT), size)]
    assert against(stream(*cut), use=hear)[1] == "Fine, < thanks."


def test_separate_reasoning_is_not_part_of_the_reply() -> None:
    thinks = {"choices": [{"index": 0, "delta": {"reasoning_content": "Hm."}, "finish_reason": None}]}
    assert against(stream(thinks, thinks, "Fine."), use=hear)[1] == "Fine."


def test_thinking_that_was_never_opened_is_not_taken_for_a_reply() -> None:
    _, outcome, _ = against(stream("They are tired. ", "So I say this.</think>Fine."), use=hear)
    assert isinstance(outcome, ModelInterrupted)


def test_a_model_that_thinks_its_length_away_gets_more_room_and_keeps_it() -> None:
    only_thought = stream("<think>Hm", says("...", "length"), done=False)
    fake, heard, _ = against(only_thought, GOOD, GOOD, use=twice(hear))
    assert heard == ["Fine, thanks."] * 2
    first, second, third = (body["max_tokens"] for body in fake.bodies)
    assert second == third > first + 1000


# what is not waited for, and what is


def test_no_first_text_in_time_is_slow_and_is_not_tried_again() -> None:
    fake, outcome, _ = against(stream(60.0, "Fine."), GOOD, use=hear, patience=Patience(first_text=0.3))
    assert isinstance(outcome, ModelUnavailable)
    assert "too long" in str(outcome)
    assert len(fake.bodies) == 1


def test_pings_and_thinking_do_not_count_as_text() -> None:
    pings = [part for _ in range(600) for part in (b": ping\n\n", "<think>hm</think>", 0.1)]
    _, outcome, _ = against(stream(*pings, "Fine."), use=hear, patience=Patience(first_text=0.5))
    assert isinstance(outcome, ModelUnavailable)


def test_a_pause_within_the_reply_is_an_interruption() -> None:
    _, outcome, _ = against(stream("Fi", 60.0, "ne."), use=hear, patience=Patience(between=0.3))
    assert isinstance(outcome, ModelInterrupted)
    assert outcome.partial == "Fi"


def test_a_form_is_not_waited_for_for_ever() -> None:
    async def silent(_: Any) -> None:
        await asyncio.sleep(60)

    assert isinstance(against(silent, use=judge, patience=Patience(form=0.3))[1], ModelUnavailable)


def test_a_model_that_never_ends_is_stopped_by_us() -> None:
    _, heard, _ = against(endless("and so on "), use=hear)
    assert 0 < len(heard) <= 50 * 8


def test_one_piece_of_any_size_is_cut_too() -> None:
    assert len(against(stream("word " * 100000), use=hear)[1]) == 50 * 8


def test_leaving_a_stream_hangs_up() -> None:
    async def leave(model: OpenAIChat) -> str:
        async with aclosing(model.stream(ASKED, most_tokens=50)) as pieces:  # type: ignore[type-var]
            return await anext(pieces)

    async def go() -> None:
        async with FakeEndpoint(stream("Fi", 60.0)) as fake:
            assert await leave(OpenAIChat(fake.endpoint)) == "Fi"
            await asyncio.wait_for(fake.hung_up.wait(), 2)

    asyncio.run(go())


# what is tried again, and what is not


def test_overload_is_tried_three_times_and_not_nine() -> None:
    fake, outcome, waits = against(*[OVERLOADED] * 9, use=hear)
    assert isinstance(outcome, ModelUnavailable)
    assert len(fake.bodies) == 3
    assert waits == sorted(waits)
    assert len(waits) == 2


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_what_may_pass_is_tried_again(status: int) -> None:
    assert against(error(status, "later"), GOOD, use=hear)[1] == "Fine, thanks."


def test_a_connection_closed_before_a_word_is_tried_again() -> None:
    assert against(hang_up, GOOD, use=hear)[1] == "Fine, thanks."


def test_a_stream_that_breaks_before_its_first_text_is_tried_again() -> None:
    broken = stream({"choices": []}, None)
    assert against(broken, GOOD, use=hear)[1] == "Fine, thanks."


@pytest.mark.parametrize("chunked", [True, False])
def test_a_stream_that_breaks_after_its_first_text_keeps_it_and_is_not_tried_again(chunked: bool) -> None:  # noqa: FBT001
    fake, outcome, _ = against(stream("Fine, ", "tha", None, chunked=chunked), GOOD, use=hear)
    assert isinstance(outcome, ModelInterrupted)
    assert outcome.partial == "Fine, tha"
    assert len(fake.bodies) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry_After": "7"}, 7.0), ({"Retry_After": "0"}, 0.0), ({"Retry_After_Ms": "1500", "Retry_After": "9"}, 1.5)],
)
def test_retry_after_is_honoured(headers: dict[str, str], seconds: float) -> None:
    _, heard, waits = against(refuse(429, {"error": {"message": "slow down"}}, **headers), GOOD, use=hear)
    assert heard == "Fine, thanks."
    assert waits == [seconds]


def test_retry_after_may_be_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=12), usegmt=True)
    _, _, waits = against(refuse(503, {}, Retry_After=later), GOOD, use=hear)
    assert 9 < waits[0] <= 12


def test_an_endpoint_that_asks_for_minutes_is_not_waited_for() -> None:
    fake, outcome, waits = against(refuse(429, {}, Retry_After="120"), GOOD, use=hear)
    assert isinstance(outcome, ModelUnavailable)
    assert (len(fake.bodies), waits) == (1, [])


NEVER_AGAIN: dict[str, tuple[Behaviour, str]] = {
    "key": (error(401, f"Incorrect API key provided: {KEY}."), "did not accept the key"),
    "forbidden": (error(403, "no access"), "does not let this key"),
    "quota": (error(429, "You exceeded your current quota", code="insufficient_quota"), "no credit left"),
    "payment": (error(402, "Insufficient credits"), "no credit left"),
    "model": (error(404, "model 'fake-model' not found"), "knows no model 'fake-model'"),
    "model as OpenAI says it": (error(404, "The model `x` does not exist", code="model_not_found"), "knows no model"),
    "model as 400": (error(400, "fake-model is not a valid model ID", code="invalid model"), "knows no model"),
    "address": (refuse(404, "404 page not found", "text/plain"), "end in /v1"),
    "redirect": (refuse(307, "", "text/plain", Location="http://127.0.0.1:9/v1"), "end in /v1"),
    "context": (error(400, "maximum context length is 4096 tokens, max_tokens 5000"), "larger context"),
    "request": (error(400, "messages: at least one message is required"), "refused the request: messages: at least"),
}


@pytest.mark.parametrize("case", NEVER_AGAIN)
def test_a_refusal_is_told_plainly_and_not_tried_again(case: str) -> None:
    behaviour, sentence = NEVER_AGAIN[case]
    fake, outcome, _ = against(behaviour, GOOD, use=hear)
    assert isinstance(outcome, ModelRefused)
    assert sentence in str(outcome)
    assert len(fake.bodies) == 1


# errors inside a stream that began with 200


def test_an_error_inside_a_stream_before_any_text_is_tried_again_if_it_may_pass() -> None:
    inside = stream({"error": {"code": 429, "message": "upstream busy"}}, done=False)
    assert against(inside, GOOD, use=hear)[1] == "Fine, thanks."


def test_a_quota_error_inside_a_stream_is_not_tried_again() -> None:
    inside = stream({"error": {"code": "insufficient_quota", "message": "no"}}, done=False)
    fake, outcome, _ = against(inside, GOOD, use=hear)
    assert isinstance(outcome, ModelRefused)
    assert len(fake.bodies) == 1


def test_an_error_inside_a_stream_after_text_is_an_interruption() -> None:
    inside = stream("Fine, ", {"error": {"code": 502, "message": "provider died"}, **says("", "error")}, done=False)
    _, outcome, _ = against(inside, use=hear)
    assert isinstance(outcome, ModelInterrupted)
    assert outcome.partial == "Fine, "


@pytest.mark.parametrize("finish", ["error", "content_filter", None])
def test_a_reply_that_ends_wrongly_is_an_interruption(finish: str | None) -> None:
    _, outcome, _ = against(stream("Fine, ", says("th", finish), done=False), use=hear)
    assert isinstance(outcome, ModelInterrupted)
    assert outcome.partial == "Fine, th"


def test_a_reply_ended_by_its_limit_is_whole() -> None:
    assert against(stream("Fine, ", says("th", "length"), done=False), use=hear)[1] == "Fine, th"


# answers that are none

NO_ANSWER: dict[str, tuple[Behaviour, type[ModelError]]] = {
    "a web page": (refuse(200, "<html>Welcome</html>", "text/html"), ModelUnreadable),
    "an empty body": (refuse(200, "", "text/event-stream"), ModelUnreadable),
    "only an end": (stream(), ModelUnreadable),
    "only blanks": (stream("  ", "\n"), ModelUnreadable),
    "half a chunk": (stream(b"data: {not json\n\n"), ModelUnreadable),
    "no text at all": (stream(b"data: \xff\xfe\xfa\n\n"), ModelUnreadable),
    "a filter": (stream(says(None, "content_filter"), done=False), ModelRefused),
    "a list": (stream(b"data: [1, 2]\n\n", done=False), ModelUnreadable),
}


@pytest.mark.parametrize("case", NO_ANSWER)
def test_an_answer_that_is_none_is_an_error_of_ours(case: str) -> None:
    behaviour, kind = NO_ANSWER[case]
    assert isinstance(against(behaviour, use=hear)[1], kind)


def test_half_a_chunk_after_text_keeps_the_text() -> None:
    _, outcome, _ = against(stream("Fine. ", b"data: {not json\n\n"), use=hear)
    assert isinstance(outcome, ModelInterrupted)
    assert outcome.partial == "Fine. "


@pytest.mark.parametrize("body", ["<html>Welcome</html>", "[]", "{}", '{"choices": []}', '{"choices": [{}]}', "{"])
def test_a_form_from_something_else_is_an_error_of_ours(body: str) -> None:
    kind = "text/html" if body.startswith("<") else "application/json"
    assert isinstance(against(*[refuse(200, body, kind)] * 2, use=judge)[1], ModelUnreadable)


# the key


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500, 503])
@pytest.mark.parametrize("use", [hear, judge])
def test_the_key_stands_in_no_error_and_no_traceback(status: int, use: Use) -> None:
    echo = error(status, f"Bad key {KEY} in 'Authorization: Bearer {KEY}'", code=KEY)
    _, outcome, _ = against(*[echo] * 9, use=use)
    assert isinstance(outcome, ModelError)
    assert KEY not in str(outcome)
    assert KEY not in "".join(traceback.format_exception(outcome))


def test_the_key_stands_in_no_repr() -> None:
    assert KEY not in repr(OpenAIChat(Endpoint("http://127.0.0.1:1/v1", KEY, "m")))


@pytest.mark.parametrize("key", ["sk-two\nlines", "sk-with blank", "sk-ümlaut", "sk-\x00"])
def test_a_key_that_cannot_be_sent_is_refused_at_once_and_not_shown(key: str) -> None:
    with pytest.raises(ModelRefused, match="Copy it again") as caught:
        OpenAIChat(Endpoint("http://127.0.0.1:1/v1", key, "m"))
    assert key not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("address", ["http://127.0.0.1:0/v1", "http://[::1/v1", "ftp://127.0.0.1/v1", "http:///v1"])
def test_an_address_that_is_none_is_an_error_of_ours(address: str) -> None:
    model = OpenAIChat(Endpoint(address, KEY, "m"), patience=PATIENT, pause=Waits())
    with pytest.raises(ModelError):
        asyncio.run(hear(model))


def test_a_password_in_the_address_is_not_shown() -> None:
    model = OpenAIChat(Endpoint("http://me:hunter22@127.0.0.1:9/v1", KEY, "m"), patience=PATIENT, pause=Waits())
    with pytest.raises(ModelError) as caught:
        asyncio.run(hear(model))
    assert "hunter22" not in str(caught.value)


# what the test button says


@pytest.mark.parametrize(
    ("script", "works"),
    [
        ([GOOD, completion('{"answer": "yes"}')], [True, True, True, True, True]),
        ([GOOD, completion("yes"), completion("yes")], [True, True, True, True, False]),
        ([error(401, "no")], [True, False, None, None, None]),
        ([error(404, "model 'x' not found")], [True, True, False, None, None]),
        ([refuse(404, "page not found", "text/plain")], [False, None, None, None, None]),
        ([stream("Fi", None)], [True, True, True, False, None]),
    ],
)
def test_the_probe_says_which_part_fails(script: list[Behaviour], works: list[bool | None]) -> None:
    outcome: Probe = against(*script, use=probe)[1]
    assert [step.works for step in outcome.steps] == works
    assert outcome.usable == all(works[:4])
    assert all(KEY not in step.says and step.says for step in outcome.steps)


def test_the_probe_of_a_slow_endpoint_says_that_it_is_slow() -> None:
    outcome: Probe = against(stream(60.0), use=probe, patience=Patience(first_text=0.3))[1]
    assert outcome.steps[0].works is False
    assert "too long" in outcome.steps[0].says
