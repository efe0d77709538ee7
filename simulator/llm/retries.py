"""When and how long to wait before asking an endpoint again."""

from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from simulator.llm.refusals import asked_to_wait, may_pass

Pause = Callable[[float], Awaitable[None]]

_ATTEMPTS = 3
_growing = wait_exponential_jitter(multiplier=0.4, max=4.0, jitter=0.4)


def retrying(pause: Pause) -> AsyncRetrying:
    """Three attempts, only for what may pass; the endpoint's own Retry-After goes before our pauses."""
    return AsyncRetrying(
        stop=stop_after_attempt(_ATTEMPTS), wait=_wait, retry=retry_if_exception(may_pass), sleep=pause, reraise=True
    )


def _wait(state: RetryCallState) -> float:
    asked = asked_to_wait(state.outcome.exception()) if state.outcome else None
    return _growing(state) if asked is None else asked
