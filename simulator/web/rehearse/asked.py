"""What the page says with every event. It comes from a browser: nothing in it decides what a person may see."""

from pydantic import Field, ValidationError

from simulator.domain.value import Value
from simulator.errors import InputError


class Asked(Value):
    """The facts of one press, as static/rehearse.js puts them together."""

    rehearsal: str = Field(max_length=64)
    """From the address of the page; whether it is theirs is asked of the store."""
    turn: int = Field(default=1, ge=1)
    """The number that the next line has in the page that the person looks at."""
    submission: str = Field(default="", max_length=64)
    """One key for one press: the same key twice is the same line."""
    calm: bool = False
    """The browser asks for less motion."""
    hint: int = Field(default=0, ge=0)
    """The place of the question that is shown."""


def read_asked(text: object) -> Asked:
    """Read what the page sent; InputError if it is not of this version's form."""
    try:
        return Asked.model_validate_json(text if isinstance(text, str) else "")
    except ValidationError as error:
        raise InputError("This page is out of date. Reload it; what you typed is kept.") from error
