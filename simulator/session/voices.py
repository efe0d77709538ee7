"""Who speaks: the authored voice, or a language model where the settings or the page name one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.domain.chat import ChatModel
from simulator.domain.endpoint import Endpoint
from simulator.domain.own import Own
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import Turn
from simulator.errors import SimulatorError
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_remarks, load_voice, own_voice, scenario_of
from simulator.llm.masking import MaskedModel
from simulator.persona.authored import AuthoredVoice
from simulator.persona.llm_voice import LlmVoice
from simulator.persona.spoken import Spoken, Voice
from simulator.persona.step import Stepped
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.llm.local import LocalServer
    from simulator.llm.openai_chat import OpenAIChat
    from simulator.llm.probe import Probe
    from simulator.llm.speech import OpenAISpeech


def authored_voice(scenario: Scenario, own: Own | None = None) -> AuthoredVoice:
    """The built-in voice of a scenario; `own` is what it is played from where it is a leader's own situation."""
    voice = own_voice(own) if own else load_voice(scenario.id)
    return AuthoredVoice(voice, load_remarks(), load_rubric())


def discreet(model: ChatModel, own: Own | None) -> ChatModel:
    """The model as it may be asked about an own situation: words that must not leave this machine are taken out."""
    return MaskedModel(model, own.unsent) if own and own.unsent else model


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
        self._speech: OpenAISpeech | None = None
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
        self._speech = _speech(endpoint) if endpoint else None
        self.endpoint = endpoint

    def voice_of(self, scenario: Scenario, own: Own | None = None) -> Voice:
        """Whoever speaks for a scenario right now."""
        authored = authored_voice(scenario, own)
        return LlmVoice(scenario, discreet(self._chat, own), authored) if self._chat else authored

    def voice_for(self, rehearsal: Rehearsal) -> Voice:
        """Whoever speaks in a rehearsal right now."""
        return self.voice_of(scenario_of(rehearsal), rehearsal.preparation.own)

    def model(self) -> "OpenAIChat | None":
        """The model in use, for a second reading; None with the built-in employee."""
        return self._chat

    def speech(self) -> "OpenAISpeech | None":
        """What hears and speaks at the endpoint in use; None where nobody named a model for either."""
        return self._speech

    async def probe(self) -> "Probe | None":
        """Say which parts of the endpoint in use work; None with the built-in employee."""
        from simulator.llm.probe import probe  # noqa: PLC0415 - as in `_chat`

        return await probe(self._chat, self._speech) if self._chat else None

    def _named(self) -> Endpoint | None:
        if self._local is not None:
            return Endpoint(self._local.base_url, self._local.key, self._local.model)
        return self._settings.endpoint


def _chat(endpoint: Endpoint) -> "OpenAIChat":
    # Imported where a model is named: the openai package costs everybody else half a second at the start.
    from simulator.llm.openai_chat import OpenAIChat  # noqa: PLC0415

    return OpenAIChat(endpoint)


def _speech(endpoint: Endpoint) -> "OpenAISpeech | None":
    if not (endpoint.speech.hears or endpoint.speech.speaks):
        return None
    from simulator.llm.speech import OpenAISpeech  # noqa: PLC0415 - as in `_chat`

    return OpenAISpeech(endpoint)


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
