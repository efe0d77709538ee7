"""Cards of the tests' own, with lines that stand in no corpus."""

from typing import Any

from simulator.domain.drill import Drill, Need, Rewrite, Silence, Spot
from simulator.domain.transcript import Turn

SCENE: dict[str, Any] = {
    "setting": "Toy museum; director and restorer, workshop",
    "shared": ("The tin carousel goes to the exhibition on the 9th",),
    "employee_owned": ("the restoration of the tin carousel", "the letter to the lender"),
    "history": (
        Turn(speaker="leader", text="How is the carousel?"),
        Turn(speaker="employee", text="The spring is out. I have not written to the lender yet."),
    ),
}
ORDER = "You need to write to the lender today and order a new spring."


def spot(name: str = "one", code: str | None = "TELL", setting: str = "Toy museum") -> Spot:
    return Spot(
        id=f"spot:{name}",
        line=ORDER,
        code=code,
        quote="You need to write to the lender today" if code else None,
        choices=(code or "ASK", "OFFER", "BAR", "HOLD"),
        why="It prescribes what is the restorer's to do.",
        **{**SCENE, "setting": setting},
    )


def rewrite(name: str = "one", setting: str = "Toy museum") -> Rewrite:
    return Rewrite(
        id=f"rewrite:{name}", line=ORDER, code="TELL", quote=ORDER, why="Two orders.", sample=None,
        **{**SCENE, "setting": setting},
    )  # fmt: skip


def silence() -> Silence:
    said = (Turn(speaker="employee", text="[shrugs] Then you tell me what to write. You always know better."),)
    return Silence(
        id="silence:one",
        bait="just tell me",
        tempts=("TELL",),
        why="It hands the letter up.",
        sample="What would you like it to say?",
        **{**SCENE, "history": (*SCENE["history"], *said)},
    )


def need() -> Need:
    return Need(id="need:one", need="You gave the lender your word.", why="It is yours.", sample="I worry.", **SCENE)


def dealt(*cards: Spot | Rewrite | Silence | Need) -> list[Drill]:
    return [Drill(card) for card in cards]
