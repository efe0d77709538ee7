"""Where a language model is served, and the key to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible address, its key and the model's name. The key never shows in a log or traceback."""

    base_url: str
    api_key: str
    model: str

    def __repr__(self) -> str:
        """Keep the key out of every log and traceback."""
        return f"Endpoint(base_url={self.base_url!r}, model={self.model!r}, api_key=<hidden>)"
