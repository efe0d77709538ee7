"""Who speaks: the authored voice, or a language model where the settings or the page name one."""

from simulator.domain.endpoint import Endpoint
from simulator.domain.scenario import Scenario
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_remarks, load_voice
from simulator.persona.authored import AuthoredVoice
from simulator.persona.spoken import Voice
from simulator.settings import Settings


def authored_voice(scenario: Scenario) -> AuthoredVoice:
    """The built-in voice of a scenario."""
    return AuthoredVoice(load_voice(scenario.id), load_remarks(), load_rubric())


class Voices:
    """Hands out the voice for a scenario. The model named last speaks from the next reply on."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is contacted or started yet."""
        self._settings = settings
        self._chosen: Endpoint | None = None

    @property
    def endpoint(self) -> Endpoint | None:
        """The endpoint in use: the one chosen here, else the environment's; None with the built-in employee."""
        return self._chosen or self._settings.endpoint

    def use(self, chosen: Endpoint | None) -> None:
        """Use an endpoint, or with None what the environment names."""
        self._chosen = chosen

    def voice_of(self, scenario: Scenario) -> Voice:
        """Whoever speaks for a scenario right now."""
        return authored_voice(scenario)

    def close(self) -> None:
        """Stop what was started."""
