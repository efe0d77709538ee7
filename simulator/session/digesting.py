"""Digests of ended talks: made at the end of each, and where many are missing in a thread of their own."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from simulator.domain.digest import FORMAT, Digest, EndedTalk, Made
from simulator.domain.rehearsal import Rehearsal
from simulator.errors import NotFoundError, SimulatorError
from simulator.library.scenarios import load_scenario, scenario_ids, scenario_of
from simulator.library.self_rating import load_self_words
from simulator.report.digest import build_digest
from simulator.report.self_rating import gap_of
from simulator.scoring.unscored import unscored
from simulator.session.rehearsing import Rehearsing
from simulator.store.digests import DigestStore

log = logging.getLogger(__name__)

_PATIENCE = 0.1
"""Seconds a page waits for digests that are missing, before it shows what is there."""
_FEW = 5
"""As many missing digests can be made while a page waits."""
_BREATH = 0.005
"""Seconds between two digests: whoever opens a page meanwhile goes first."""
_SLICE = 20
"""Digests made for one person before somebody else has a turn."""
_GONE = "Not counted: the situation of this talk is no longer here."


@dataclass(frozen=True)
class Counted:
    """The ended talks of a person, the earliest first."""

    talks: tuple[EndedTalk, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of those still being counted."""
        return tuple(talk.rehearsal for talk in self.talks if talk.digest is None and not talk.waits)

    @property
    def unrated(self) -> tuple[str, ...]:
        """Ids of those whose leader was not asked for their own view yet."""
        return tuple(talk.rehearsal for talk in self.talks if talk.waits)


class Digesting:
    """Makes and keeps digests. Safe to share between threads."""

    def __init__(self, store: DigestStore, rehearsing: Rehearsing) -> None:
        """Nothing is counted yet."""
        self._store = store
        self._rehearsing = rehearsing
        self._pool = ThreadPoolExecutor(1, "digests")
        self._readers = ThreadPoolExecutor(1, "replies")
        self._stopped = threading.Event()
        self._done: dict[str, threading.Event] = {}
        """By person: set when all of their talks are counted. Only those who wait are in it."""
        self._lock = threading.Lock()

    def make(self, person: str, rehearsal_id: str) -> Digest:
        """Count one ended rehearsal anew and keep its digest; NotFoundError if it is not theirs."""
        rehearsal = self._rehearsing.store.get(person, rehearsal_id)
        digest = self.digest_of(rehearsal)
        self._store.keep(person, rehearsal, digest)
        return digest

    def digest_of(self, rehearsal: Rehearsal) -> Digest:
        """The digest of a rehearsal, from its turns and what is kept with them alone."""
        scorer = self._rehearsing.taker.scorer
        try:
            scenario = scenario_of(rehearsal)
        except NotFoundError:
            scorecard = unscored(
                rehearsal.transcript(""), _GONE, rubric_version=scorer.rubric.version, reader_version=self._reader
            )
            title, version = "A situation that is no longer here", None
        else:
            scorecard = self._rehearsing.scorecard(rehearsal)
            title, version = scenario.title, scenario.version
        marked = rehearsal.self_rated == "done"
        gap = gap_of(load_self_words(), scorer.rubric, rehearsal, scorecard) if marked else None
        return build_digest(rehearsal, scorecard, scorer.rubric, self._made(version), title=title, gap=gap)

    def prepare(self, person: str, rehearsal_id: str) -> None:
        """Read the replies of a talk that has just ended, behind whatever its leader does next. Returns at once."""

        def read() -> None:
            with suppress(SimulatorError):  # deleted meanwhile; the debrief reads them itself where this did not
                self._rehearsing.scorecard(self._rehearsing.store.get(person, rehearsal_id))

        if not self._stopped.is_set():
            self._readers.submit(read).add_done_callback(_told)

    def talks_of(self, person: str, patience: float | None = None) -> Counted:
        """The ended talks of a person. What is missing is begun, and waited for up to `patience` seconds.

        Without a `patience` a few are waited for as long as a page may keep somebody waiting, and many not at all.
        """
        counted = self._look(person)
        if not counted.missing:
            return counted
        done = self._begin(person)
        if patience is None and len(counted.missing) > _FEW:
            return counted
        done.wait(_PATIENCE if patience is None else patience)
        return self._look(person)

    def close(self) -> None:
        """Stop; what was counted stays, the rest is counted when it is asked for."""
        self._stopped.set()
        self._pool.shutdown(cancel_futures=True)
        self._readers.shutdown(cancel_futures=True)

    @property
    def _reader(self) -> str:
        return self._rehearsing.taker.scorer.reader.version

    def _made(self, scenario: int | None) -> Made:
        rubric = self._rehearsing.taker.scorer.rubric.version
        return Made(format=FORMAT, rubric=rubric, reader=self._reader, scenario=scenario)

    def _look(self, person: str) -> Counted:
        shelf = frozenset(scenario_ids())

        def holds(digest: Digest) -> bool:
            # A situation of one's own is on no shelf: it stays as it was rehearsed.
            known = digest.scenario in shelf
            return digest.made == self._made(load_scenario(digest.scenario).version if known else digest.made.scenario)

        return Counted(self._store.ended_of(person, holds))

    def _begin(self, person: str) -> threading.Event:
        with self._lock:
            done = self._done.get(person)
            if done is None and not self._stopped.is_set():
                done = self._done[person] = threading.Event()
                self._submit(person, frozenset())
        return done or threading.Event()

    def _submit(self, person: str, tried: frozenset[str]) -> None:
        self._pool.submit(self._count, person, tried).add_done_callback(_told)

    def _count(self, person: str, tried: frozenset[str]) -> None:
        """Make a slice of what is missing, then let somebody else have a turn before the rest. None is tried twice."""
        left: list[str] = []
        try:
            left = [rehearsal for rehearsal in self._look(person).missing if rehearsal not in tried]
            now, left = left[:_SLICE], left[_SLICE:]
            tried |= frozenset(now)
            for rehearsal in now:
                if self._stopped.wait(_BREATH):
                    return
                self._try(person, rehearsal)
        finally:
            with self._lock:
                if left and not self._stopped.is_set():
                    self._submit(person, tried)
                else:
                    self._done.pop(person).set()

    def _try(self, person: str, rehearsal: str) -> None:
        try:
            self.make(person, rehearsal)
        except SimulatorError as error:
            # Deleted meanwhile, or the disk is full: the rest can be counted all the same.
            log.warning("a talk could not be counted: %s", error)


def _told(future: "Future[None]") -> None:
    """Say what went wrong in a thread that nobody waits for."""
    if not future.cancelled() and (error := future.exception()):
        log.error("talks could not be counted", exc_info=error)
