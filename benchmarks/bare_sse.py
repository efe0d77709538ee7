"""The least a server can do between a model and a browser: one route, one stream, nothing kept, nothing checked.

`python -m benchmarks.bare_sse PORT MODEL_ADDRESS` serves it.
"""

import json
import sys
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from simulator.domain.chat import Message
from simulator.domain.endpoint import Endpoint
from simulator.llm.openai_chat import OpenAIChat

_MOST_TOKENS = 200


def bare_sse(model_address: str) -> Starlette:
    """The route /say over a model."""
    model = OpenAIChat(Endpoint(f"{model_address}/v1", "none", "slow"))

    async def say(request: Request) -> StreamingResponse:
        return StreamingResponse(_pieces(model, (await request.body()).decode()), media_type="text/event-stream")

    return Starlette(routes=[Route("/say", say, methods=["POST"])])


async def _pieces(model: OpenAIChat, text: str) -> AsyncIterator[str]:
    async for piece in model.stream([Message(role="user", content=text)], most_tokens=_MOST_TOKENS):
        yield f"data: {json.dumps(piece)}\n\n"


if __name__ == "__main__":
    uvicorn.run(bare_sse(sys.argv[2]), port=int(sys.argv[1]), log_level="warning")
