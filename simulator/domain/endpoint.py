"""Where a language model is served, and the key to it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class SpeechModels:
    """Names by which an endpoint knows what hears and what speaks; empty for what is not asked of it."""

    hears: str = ""
    """Turns sound into text."""
    speaks: str = ""
    """Turns text into sound."""
    voice: str = ""
    """Whose sound; empty for the one that most endpoints have."""


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible address, its key and the model's name. The key never shows in a log or traceback."""

    base_url: str
    api_key: str
    model: str
    speech: SpeechModels = field(default_factory=SpeechModels)

    @property
    def host(self) -> str:
        """Host and port as a sentence may name them: without user name, password or path."""
        try:
            parts = urlsplit(self.base_url)
            port = f":{parts.port}" if parts.port else ""
        except ValueError:
            return "The address"
        return f"{parts.hostname or 'The address'}{port}"

    def __repr__(self) -> str:
        """Keep the key out of every log and traceback."""
        return f"Endpoint(base_url={self.base_url!r}, model={self.model!r}, api_key=<hidden>)"
