"""Who speaks: the authored voice, or a language model where the settings or the page name one."""

from simulator.domain.endpoint import Endpoint
from simulator.domain.scenario import Scenario
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_remarks, load_voice
from simulator.llm.local import LocalServer
from simulator.llm.openai_chat import OpenAIChat
from simulator.llm.probe import Probe, probe
from simulator.persona.authored import AuthoredVoice
from simulator.persona.spoken import Voice
from simulator.settings import Settings


def authored_voice(scenario: Scenario) -> AuthoredVoice:
    """The built-in voice of a scenario."""
    return AuthoredVoice(load_voice(scenario.id), load_remarks(), load_rubric())


class Voices:
    """Hands out the voice for a scenario. Whatever model was named last speaks from the next reply on.

    A model chosen in the page comes before a model file, a model file before the environment's endpoint.
    """

    def __init__(self, settings: Settings) -> None:
        """Nothing is contacted or started yet."""
        self._settings = settings
        self._chosen: Endpoint | None = None
        self._local: LocalServer | None = None
        self._chat: OpenAIChat | None = None
        """Kept as long as the endpoint stays: it remembers what that endpoint accepts."""

    def open(self) -> None:
        """Serve the model file that the settings name, if any; raises a ModelError if it cannot be loaded."""
        if self._settings.gguf is not None and self._local is None:
            self._local = LocalServer(self._settings.gguf).__enter__()

    def close(self) -> None:
        """Stop what was started; closing twice changes nothing."""
        if self._local is not None:
            self._local.close()

    @property
    def endpoint(self) -> Endpoint | None:
        """The endpoint in use; None with the built-in employee."""
        if self._chosen is not None:
            return self._chosen
        if self._local is not None:
            return Endpoint(self._local.base_url, self._local.key, self._local.model)
        return self._settings.endpoint

    def use(self, chosen: Endpoint | None) -> None:
        """Use an endpoint, or with None what the settings name."""
        self._chosen = chosen

    def voice_of(self, scenario: Scenario) -> Voice:
        """Whoever speaks for a scenario right now."""
        return authored_voice(scenario)

    async def probe(self, endpoint: Endpoint) -> Probe:
        """Say which parts of an endpoint work; ModelRefused for a key that cannot be sent."""
        return await probe(_chat(endpoint))

    def _chat_with(self, endpoint: Endpoint) -> OpenAIChat:
        held = self._chat
        if held is None or (held.base_url, held.api_key, held.model) != (
            endpoint.base_url,
            endpoint.api_key,
            endpoint.model,
        ):
            held = self._chat = _chat(endpoint)
        return held


def _chat(endpoint: Endpoint) -> OpenAIChat:
    return OpenAIChat(endpoint.base_url, endpoint.api_key, endpoint.model)
