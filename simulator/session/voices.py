"""Who speaks: the authored voice, or a language model where the settings or the page name one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.domain.endpoint import Endpoint
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import Turn
from simulator.errors import SimulatorError
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_remarks, load_voice
from simulator.persona.authored import AuthoredVoice
from simulator.persona.llm_voice import LlmVoice
from simulator.persona.spoken import Spoken, Voice
from simulator.persona.step import Stepped
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.llm.local import LocalServer
    from simulator.llm.openai_chat import OpenAIChat
    from simulator.llm.probe import Probe


def authored_voice(scenario: Scenario) -> AuthoredVoice:
    """The built-in voice of a scenario."""
    return AuthoredVoice(load_voice(scenario.id), load_remarks(), load_rubric())


class Voices:
    """Hands out the voice for a scenario. Whatever model was named last speaks from the next reply on.

    A model chosen in the page comes before a model file, a model file before the environment's endpoint.
    """

    def __init__(self, settings: Settings) -> None:
        """Nothing is contacted or started yet, and the built-in employee speaks."""
        self._settings = settings
        self._local: LocalServer | None = None
        self._chat: OpenAIChat | None = None
        """Kept as long as its endpoint is used: it remembers what that endpoint accepts."""
        self.endpoint: Endpoint | None = None
        """The endpoint in use; None with the built-in employee."""

    def open(self) -> None:
        """Use what the settings name, serving a model file if they name one.

        Raises a ModelError if the file cannot be loaded or the key cannot be sent.
        """
        if self._settings.gguf is not None and self._local is None:
            from simulator.llm.local import LocalServer  # noqa: PLC0415 - as in `_chat`

            self._local = LocalServer(self._settings.gguf).__enter__()
        self.use(None)

    def close(self) -> None:
        """Stop what was started; closing twice changes nothing."""
        if self._local is not None:
            self._local.close()

    @property
    def served_here(self) -> bool:
        """Whether the endpoint in use is the model file that this program serves itself."""
        return self._local is not None and self.endpoint == self._named()

    def use(self, chosen: Endpoint | None) -> None:
        """Use an endpoint, or with None what the settings name; ModelRefused for a key that cannot be sent."""
        endpoint = chosen or self._named()
        self._chat = _chat(endpoint) if endpoint else None
        self.endpoint = endpoint

    def voice_of(self, scenario: Scenario) -> Voice:
        """Whoever speaks for a scenario right now."""
        authored = authored_voice(scenario)
        return LlmVoice(scenario, self._chat, authored) if self._chat else authored

    def model(self) -> "OpenAIChat | None":
        """The model in use, for a second reading; None with the built-in employee."""
        return self._chat

    async def probe(self) -> "Probe | None":
        """Say which parts of the endpoint in use work; None with the built-in employee."""
        from simulator.llm.probe import probe  # noqa: PLC0415 - as in `_chat`

        return await probe(self._chat) if self._chat else None

    def _named(self) -> Endpoint | None:
        if self._local is not None:
            return Endpoint(self._local.base_url, self._local.key, self._local.model)
        return self._settings.endpoint


def _chat(endpoint: Endpoint) -> "OpenAIChat":
    # Imported where a model is named: the openai package costs everybody else half a second at the start.
    from simulator.llm.openai_chat import OpenAIChat  # noqa: PLC0415

    return OpenAIChat(endpoint)


async def reply_of(voice: Voice, stepped: Stepped, leader: str, turns: Sequence[Turn]) -> Spoken:
    """The whole reply to a leader line, waited for; `turns` is the conversation before it."""
    spoken = None
    async for piece in voice.speak(stepped.cue, stepped.state, leader, tuple(turns)):
        if isinstance(piece, Spoken):
            spoken = piece
    if spoken is None:
        msg = "The voice ended without a reply."
        raise SimulatorError(msg)
    return spoken
