"""One tree of errors, split by who can mend it. `str(error)` is a sentence for that person.

SimulatorError
├── SettingsError      the person who starts the program: an environment variable
├── ContentError       the author of a scenario, a rubric or a voice: file, line, field
├── InputError         the user: a file or a line they handed in
│   └── ConflictError  the user: the conversation moved on elsewhere (a second tab)
├── NotFoundError      the user: something that is not there, or not theirs
├── ModelError         the model's owner: the endpoint did not answer usefully
│   ├── ModelRefused       wrong key, unknown model, bad request: trying again changes nothing
│   ├── ModelUnavailable   no connection, overload, time-out: may pass
│   ├── ModelInterrupted   the stream broke after its first text; `.partial` keeps what came
│   └── ModelUnreadable    an answer came, but not of the form asked for
├── ArtefactError      whoever packaged the program: the trained reader is missing or damaged
└── StoreError         the machine: disk full, database locked or newer than the program
"""


class SimulatorError(Exception):
    """Root of everything this program raises on purpose."""


class SettingsError(SimulatorError):
    """An environment variable is unknown or malformed."""


class ContentError(SimulatorError):
    """A scenario, voice or rubric file is wrong.

    `problems` holds one sentence per fault, each naming file, line, field and what is expected.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class InputError(SimulatorError):
    """What the user handed in cannot be read; the sentence says what to do."""


class ConflictError(InputError):
    """The conversation has moved on since the page was drawn."""


class NotFoundError(SimulatorError):
    """The thing asked for does not exist or belongs to somebody else; the two are not told apart."""


class ModelError(SimulatorError):
    """The language model could not be used for this call."""


class ModelRefused(ModelError):
    """The endpoint understood and said no: key, model name, quota or request."""


class ModelUnavailable(ModelError):
    """The endpoint could not be reached, was overloaded, or was too slow."""


class ModelInterrupted(ModelError):
    """The reply broke off after it had begun; `partial` is the text that came."""

    def __init__(self, message: str, partial: str) -> None:
        super().__init__(message)
        self.partial = partial


class ModelUnreadable(ModelError):
    """The endpoint answered, but not in the form that was asked for."""


class ArtefactError(SimulatorError):
    """The trained reader is missing or does not match its manifest."""


class StoreError(SimulatorError):
    """The database could not take or give what was asked."""
