"""Who speaks: the authored voice, or a language model where the settings name one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulator.domain.scenario import Scenario
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_remarks, load_voice
from simulator.persona.authored import AuthoredVoice
from simulator.persona.spoken import Voice
from simulator.settings import Settings


def authored_voice(scenario: Scenario) -> AuthoredVoice:
    """The built-in voice of a scenario."""
    return AuthoredVoice(load_voice(scenario.id), load_remarks(), load_rubric())


@asynccontextmanager
async def voice_for(scenario: Scenario, settings: Settings) -> AsyncIterator[Voice]:
    """Whoever speaks for a scenario by these settings, for as long as the context lasts."""
    yield authored_voice(scenario)
