"""The card for a real conversation: what a leader takes into it."""

from pydantic import Field

from simulator.domain.value import Value

_LONGEST = 600


class Card(Value):
    """One page to look at before going in; every field may be empty until it is written."""

    matters: str = Field(default="", max_length=_LONGEST)
    """What matters to me in this."""
    ask: str = Field(default="", max_length=_LONGEST)
    """What I will ask."""
    limit: str = Field(default="", max_length=_LONGEST)
    """What stands, whatever we find."""
    first_line: str = Field(default="", max_length=_LONGEST)
    """The words I begin with."""
