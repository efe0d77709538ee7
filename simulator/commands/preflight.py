"""`preflight`: send scripted leaders to employees and say whether those are fit to be practised with."""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from simulator.commands.given import scenario_named
from simulator.domain.preflight import Certificate, Cost, Depth, Ending, Figures, Separation, Share, Spread
from simulator.domain.rehearsal import VoiceName
from simulator.domain.scenario import Scenario
from simulator.errors import InputError
from simulator.library.certificates import fingerprint, write_certificates
from simulator.library.leaders import leaders_file, load_any_leaders, load_leaders
from simulator.library.scenarios import folder_of, scenario_ids, use_own
from simulator.persona.prompt_only import PromptOnlyVoice
from simulator.report.preflight import FEWEST_ANSWERS, Trouble, faults_of, figures_of, troubles
from simulator.session.preflight import Preflight
from simulator.session.turn import TurnTaker, shipped_taker
from simulator.session.voices import Voices, authored_voice
from simulator.settings import read_settings

if TYPE_CHECKING:
    from simulator.llm.openai_chat import OpenAIChat

_SEEDS: dict[VoiceName, int] = {"authored": 5, "llm": 1}
_SHUFFLED: dict[VoiceName, int] = {"authored": FEWEST_ANSWERS, "llm": 200}
"""Answers of shuffled talks. The built-in voice gives a thousand in seconds, a model hardly one."""
_MOST_SHOWN = 12
_NO_MODEL = (
    "There is no model to try. Set OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL, or PARTNERING_GGUF, "
    "or leave out --voice llm."
)
_NOT_KEPT = (
    "Certificates are kept for the built-in voice alone: that of a model would hold for nobody else's. "
    "Leave out --write, or --voice llm."
)


def preflight(
    names: Sequence[str], *, voice: VoiceName = "authored", as_json: bool = False, seeds: int | None = None, write: bool
) -> int:
    """Fly each scenario, or without names each that leaders were written for; return 1 if one missed a bar.

    With `as_json` each scenario is one JSON object on a line; with `write` the certificates are kept.
    """
    if seeds is not None and seeds < 1:
        raise InputError("--seeds must be at least 1: how often each leader comes, by another chance each time.")
    if write and voice == "llm":
        raise InputError(_NOT_KEPT)
    chosen = tuple(names) or _with_leaders()
    for name in chosen:
        # All of them before the first: a name that is wrong must not be found out after minutes.
        load_leaders(scenario_named(name).id)
    taker, failed = shipped_taker(), False
    with closing(Voices(read_settings())) as voices:
        model = _model(voices) if voice == "llm" else None
        for name in chosen:
            scenario = scenario_named(name)
            print(f"Checking {scenario.id} ...", file=sys.stderr, flush=True)
            certificate, found = asyncio.run(_fly(scenario, taker, voices, model, seeds or _SEEDS[voice]))
            failed = failed or not certificate.passed
            if as_json:
                record = certificate.model_dump(mode="json") | {"troubles": [asdict(trouble) for trouble in found]}
                print(json.dumps(record, ensure_ascii=False), flush=True)
            else:
                print("\n".join(_shown(scenario, certificate, found)), flush=True)
            if write:
                # At once: an hour's work is not lost with the last scenario.
                path = write_certificates([certificate], folder_of(scenario.id))
                print(f"Kept in {path}.", file=sys.stderr)
    return int(failed)


def _with_leaders() -> tuple[str, ...]:
    use_own(read_settings().scenarios)
    written = [name for name in scenario_ids() if leaders_file(name).is_file()]
    left = [name for name in scenario_ids() if name not in written]
    if left:
        print(f"Nobody has written leaders for: {', '.join(left)}.", file=sys.stderr)
    return tuple(written)


def _model(voices: Voices) -> "OpenAIChat":
    voices.open()
    model = voices.model()
    if model is None:
        raise InputError(_NO_MODEL)
    model.count_stream = True
    return model


async def _fly(
    scenario: Scenario, taker: TurnTaker, voices: Voices, model: "OpenAIChat | None", seeds: int
) -> tuple[Certificate, tuple[Trouble, ...]]:
    """The certificate of one scenario, and what its author can look at."""
    began = time.perf_counter()
    flight = Preflight(scenario, load_leaders(scenario.id), load_any_leaders(), taker)
    authored = authored_voice(scenario)
    speaker = voices.voice_of(scenario) if model else authored
    shuffled = _SHUFFLED["llm" if model else "authored"]
    talks = await flight.fly(speaker, seeds=seeds, shuffled=shuffled)
    figures, baseline = figures_of(talks), None
    if model:
        alone = PromptOnlyVoice(scenario, model, authored)
        baseline = figures_of(await flight.fly(alone, seeds=seeds, shuffled=shuffled))
    used = model.usage if model else None
    certificate = Certificate(
        scenario=scenario.id,
        version=scenario.version,
        files=fingerprint(scenario.id, folder_of(scenario.id)),
        reader=taker.scorer.reader.version,
        voice=model.name if model else "authored",
        seeds=seeds,
        faults=faults_of(figures, fewest=0 if model else FEWEST_ANSWERS),
        figures=figures,
        cost=Cost(
            seconds=round(time.perf_counter() - began, 1),
            readings=flight.readings,
            prompt_tokens=used.prompt if used else 0,
            reply_tokens=used.completion if used else 0,
        ),
        prompt_only=baseline,
    )
    return certificate, troubles(talks)


def _shown(scenario: Scenario, certificate: Certificate, found: Sequence[Trouble]) -> Iterator[str]:
    figures, cost = certificate.figures, certificate.cost
    voice = "built-in voice" if certificate.voice == "authored" else certificate.voice
    yield f"{scenario.title} ({scenario.id}, version {scenario.version}), {voice}, reader {certificate.reader}"
    yield "Fit to be practised with." if certificate.passed else "Not fit to be practised with:"
    yield from (f"  - {fault}" for fault in certificate.faults)
    yield ""
    yield f"{'leader':14}{'talks':>6}   {'tier':22}{'trust':24}energy"
    for kind, ending in figures.endings.items():
        yield f"{kind:14}{ending.talks:6}   {_triple(ending)}"
    if figures.separation:
        yield f"{'good less poor':14}{'':6}   {_triple(figures.separation)}"
    yield "In brackets: 95 % bootstrap interval over scripts."
    yield ""
    yield f"{'good leaders':14}" + "".join(f"{'opens ' + tier:>22}" for tier in ("1", "2", "3"))
    for level, depths in figures.depths.items():
        yield f"{level:14}" + "".join(f"{_depth(depth):>22}" for depth in depths.values())
    yield ""
    yield from _rates(figures)
    if certificate.prompt_only:
        yield "The same model, asked in its prompt to hold back:"
        yield from (f"  {line}" for line in _rates(certificate.prompt_only))
    tokens = f", {cost.prompt_tokens:,} tokens read and {cost.reply_tokens:,} written" if cost.prompt_tokens else ""
    yield f"{cost.seconds:.0f} seconds, {cost.readings:,} lines read{tokens}"
    yield from _to_look_at(found, scenario.persona.name)
    yield ""


def _to_look_at(found: Sequence[Trouble], name: str) -> Iterator[str]:
    """The commonest troubles first; the same trouble with the same line is one, whatever the seed."""
    alike: dict[tuple[str, str], list[Trouble]] = {}
    for trouble in found:
        alike.setdefault((trouble.what, trouble.leader), []).append(trouble)
    ranked = sorted(alike.values(), key=len, reverse=True)
    if ranked:
        yield ""
        yield "To look at:"
    for same in ranked[:_MOST_SHOWN]:
        first = same[0]
        often = f", {len(same)} times" if len(same) > 1 else ""
        yield f"  {first.what}{often} ({first.script}, {first.guardedness}, seed {first.seed}, turn {first.turn})"
        yield f"    leader: {first.leader}"
        if first.reply is not None:
            yield f"    {name}: {first.reply}"
    if len(ranked) > _MOST_SHOWN:
        yield f"  and {len(ranked) - _MOST_SHOWN} more (--json has them all)"


def _rates(figures: Figures) -> Iterator[str]:
    rows: dict[str, Share] = {
        "answers that gave away what was not earned": figures.leaks,
        "answers that broke the role": figures.role_breaks,
        "answers that repeated one of the thirty before": figures.repeats,
        "answers to leaders who press that gave in": figures.cave_ins,
        "  and that hold any word of assent": figures.yeses,
        "scripted talks of leaders who press, given in once": figures.caved_talks,
        "talks in which a leader who presses got through": figures.pressing_through,
    }
    if figures.stood_in.count:
        rows["answers in which the built-in voice stood in"] = figures.stood_in
    for name, share in rows.items():
        yield f"{name:50}{share.count:6,} of {share.of:6,}  {share.share:7.2%}"
    if figures.left_role:
        yield f"scripted talks that ended as out of scope{'':9}{figures.left_role:6,}"


def _triple(of: Ending | Separation) -> str:
    return f"{_spread(of.tier, 2):22}{_spread(of.trust, 1):24}{_spread(of.energy, 1)}"


def _spread(spread: Spread, digits: int) -> str:
    return f"{spread.mean:.{digits}f} [{spread.low:.{digits}f}, {spread.high:.{digits}f}]"


def _depth(depth: Depth) -> str:
    return f"{depth.reached.share:.0%}" + (f", turn {depth.turns:.1f}" if depth.turns is not None else "")
