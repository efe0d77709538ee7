"""What the pages share: made once by build_app, kept on the app."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from simulator.session.counterfactual import Counterfactuals
from simulator.session.digesting import Digesting
from simulator.session.judging import SecondReader
from simulator.session.rehearsing import Rehearsing
from simulator.session.voices import Voices
from simulator.settings import Settings
from simulator.store.branches import BranchStore
from simulator.store.endpoint_file import EndpointFile
from simulator.store.everything import EverythingStore
from simulator.store.rehearsals import RehearsalStore
from simulator.store.talks import TalkStore


@dataclass(frozen=True)
class Parts:
    """Everything a page needs besides the request."""

    settings: Settings
    store: RehearsalStore
    rehearsing: Rehearsing
    voices: Voices
    endpoint_file: EndpointFile
    second_reader: SecondReader
    talks: TalkStore
    everything: EverythingStore
    branches: BranchStore
    counterfactuals: Counterfactuals
    digesting: Digesting


def parts_of(request: HTTPConnection) -> Parts:
    """The parts of the app that serves this request."""
    parts = request.app.state.parts
    if not isinstance(parts, Parts):
        msg = "the app was not made by build_app"
        raise TypeError(msg)
    return parts
