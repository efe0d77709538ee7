"""The trail of a conversation: what each leader turn did to the employee. Recomputed from turns, never remembered."""

from simulator.domain.persona_state import Receipt
from simulator.domain.scenario import Levels, Tier
from simulator.domain.value import Value


class Moment(Value):
    """The employee after one leader turn; the trail begins with number 0, before a word was said."""

    number: int
    """Leader turn, from 1; 0 is the opening."""
    levels: Levels
    leader_energy: int
    """The leader's own, 0-100."""
    tier: Tier
    seesaw: float
    receipts: tuple[Receipt, ...] = ()
