"""An OpenAI-compatible endpoint on loopback that says a known reply word by word, as slowly as it is told.

`python -m tests.loopback.slow_model PORT SECONDS_BEFORE_A_WORD [SECONDS_BEFORE_THE_FIRST [REPLY]]` serves it alone.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

REPLY = (
    "[turns her pen over] It has been a long week. I did both of the reports on Tuesday. "
    "Nobody asked about either of them. Is that what you wanted to hear?"
)


def slow_model(gap: float, first: float = 0.0, reply: str = REPLY) -> Starlette:
    """The endpoint: `gap` seconds before each word of `reply`, `first` more before the first one."""

    async def complete(request: Request) -> Response:
        asked: dict[str, Any] = await request.json()
        if not asked.get("stream"):
            return JSONResponse({"error": {"message": "only streams are served here"}}, 400)
        return StreamingResponse(_words(gap, first, reply), media_type="text/event-stream")

    return Starlette(routes=[Route("/v1/chat/completions", complete, methods=["POST"])])


async def _words(gap: float, first: float, reply: str) -> AsyncIterator[str]:
    await asyncio.sleep(first)
    for word in reply.split(" "):
        await asyncio.sleep(gap)
        yield _chunk({"delta": {"content": f"{word} "}, "finish_reason": None})
    yield _chunk({"delta": {}, "finish_reason": "stop"})
    yield "data: [DONE]\n\n"


def _chunk(choice: dict[str, Any]) -> str:
    said = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "slow",
        "choices": [choice | {"index": 0}],
    }
    return f"data: {json.dumps(said)}\n\n"


if __name__ == "__main__":
    port, gap, *rest = sys.argv[1:]
    first, reply = float(rest[0]) if rest else 0.0, rest[1] if rest[1:] else REPLY
    uvicorn.run(slow_model(float(gap), first, reply), port=int(port), log_level="warning")
