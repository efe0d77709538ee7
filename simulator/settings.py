"""The only reader of the environment. Unknown or malformed values stop the program with a sentence."""

import os
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from simulator.domain.endpoint import Endpoint, SpeechModels
from simulator.errors import SettingsError

_OURS = {
    "PARTNERING_HOME": "the folder where rehearsals are kept",
    "PARTNERING_DATABASE_URL": "a database address, for example postgresql+psycopg://user@host/name",
    "PARTNERING_HOST": "the address to listen on",
    "PARTNERING_PORT": "the port to listen on",
    "PARTNERING_GGUF": "a GGUF model file to serve on this machine",
    "PARTNERING_SCENARIOS": "a folder of scenarios of your own",
    "PARTNERING_SPEECH_IN": "the endpoint's model that turns speech into text",
    "PARTNERING_SPEECH_OUT": "the endpoint's model that reads aloud",
    "PARTNERING_SPEECH_VOICE": "the voice in which it reads aloud",
}
_DEFAULT_PORT = 7860
_HIGHEST_PORT = 65535
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Settings:
    """What the environment says."""

    home: Path
    database_url: str
    host: str
    port: int
    endpoint: Endpoint | None
    gguf: Path | None
    scenarios: Path | None = None
    """A folder of scenarios of one's own, beside the shipped ones."""

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in _LOOPBACK


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the environment (or the mapping given); raise SettingsError for what cannot be used."""
    env = os.environ if environment is None else environment
    unknown = sorted(name for name in env if name.startswith("PARTNERING_") and name not in _OURS)
    if unknown:
        known = "; ".join(f"{name}: {meaning}" for name, meaning in _OURS.items())
        raise SettingsError(f"{unknown[0]} is not a setting of this program. The settings are: {known}.")
    home = _home(env.get("PARTNERING_HOME", ""))
    return Settings(
        home=home,
        database_url=_database(env.get("PARTNERING_DATABASE_URL", ""), home),
        host=_host(env.get("PARTNERING_HOST", "")),
        port=_port(env.get("PARTNERING_PORT", "")),
        endpoint=_endpoint(env),
        gguf=_gguf(env.get("PARTNERING_GGUF", "")),
        scenarios=_scenarios(env.get("PARTNERING_SCENARIOS", "")),
    )


def make_endpoint(base_url: str, api_key: str, model: str, speech: SpeechModels | None = None) -> Endpoint:
    """Check an endpoint typed by a person; raise SettingsError with what to write instead."""
    base_url, api_key, model = base_url.strip(), api_key.strip(), model.strip()
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(
            f"The model's address '{base_url}' is not a web address. Write it in full, like http://127.0.0.1:11434/v1."
        )
    if not model:
        raise SettingsError("A model name is missing. Write the name the endpoint knows the model by.")
    named = SpeechModels(*(name.strip() for name in astuple(speech or SpeechModels())))
    return Endpoint(base_url=base_url.rstrip("/"), api_key=api_key or "none", model=model, speech=named)


def quieten_gradio() -> None:
    """Keep Gradio from calling home, and a learner's words out of the browser's own storage.

    Gradio reads these switches when it is imported: call this before the import.
    """
    os.environ.update(
        {
            "GRADIO_ANALYTICS_ENABLED": "False",
            "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000",
            "GRADIO_RUN_HISTORY": "False",
            "HF_HUB_OFFLINE": "1",
        }
    )
    for name in ("NO_PROXY", "no_proxy"):
        listed = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join((*listed, *(host for host in ("localhost", "127.0.0.1") if host not in listed)))


def _home(value: str) -> Path:
    folder = Path(value).expanduser() if value else user_data_path("partnering-practice", appauthor=False)
    if value and not folder.is_absolute():
        folder = Path.cwd() / folder
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"PARTNERING_HOME is '{folder}', which is a file. Name a folder.")
    return folder


def _database(value: str, home: Path) -> str:
    if not value:
        return f"sqlite:///{home / 'partnering.sqlite3'}"
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError(
            "PARTNERING_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://. "
            "Leave it out to keep rehearsals in PARTNERING_HOME."
        )
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.-]*|[0-9a-f:]+", value):
        raise SettingsError(f"PARTNERING_HOST is '{value}', which is no host name. Write only the host: 127.0.0.1.")
    return value or "127.0.0.1"


def _port(value: str) -> int:
    if not value:
        return _DEFAULT_PORT
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= _HIGHEST_PORT:
        raise SettingsError(f"PARTNERING_PORT is '{value}'. Write a whole number from 1 to {_HIGHEST_PORT}.")
    return int(value)


def _endpoint(env: Mapping[str, str]) -> Endpoint | None:
    address, key, model = (env.get(f"OPENAI_{name}", "") for name in ("BASE_URL", "API_KEY", "MODEL"))
    speech = SpeechModels(*(env.get(f"PARTNERING_SPEECH_{name}", "") for name in ("IN", "OUT", "VOICE")))
    if not model:
        if address:
            raise SettingsError("OPENAI_BASE_URL is set, but OPENAI_MODEL is not. Set it to the model's name.")
        if speech != SpeechModels():
            raise SettingsError("PARTNERING_SPEECH_... names models of an endpoint. Set OPENAI_MODEL and its address.")
        return None
    if not address and not key:
        raise SettingsError("OPENAI_MODEL is set, but neither OPENAI_BASE_URL nor OPENAI_API_KEY. Set what it needs.")
    try:
        return make_endpoint(address or "https://api.openai.com/v1", key, model, speech)
    except SettingsError as error:
        raise SettingsError(f"OPENAI_BASE_URL: {error}") from error


def _gguf(value: str) -> Path | None:
    if not value:
        return None
    path = Path(value).expanduser()
    if not path.is_file():
        raise SettingsError(f"PARTNERING_GGUF names '{path}', where there is no file. Name a GGUF model file.")
    return path


def _scenarios(value: str) -> Path | None:
    if not value:
        return None
    folder = Path(value).expanduser().resolve()
    if not folder.is_dir():
        raise SettingsError(
            f"PARTNERING_SCENARIOS names '{folder}', where there is no folder. Name a folder of scenario files; "
            f"`python -m simulator new-scenario` makes one."
        )
    return folder
