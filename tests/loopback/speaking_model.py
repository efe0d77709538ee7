"""The endpoint of slow_model that also hears and speaks: every recording is the same line, every line a short tone.

`python -m tests.loopback.speaking_model PORT` serves it alone.
"""

import io
import struct
import sys
import wave

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.loopback.serving import Served, free_port
from tests.loopback.slow_model import slow_model

HEARD = "What matters most to you right now?"
_RATE = 8000
_SMALLEST = 500
"""Bytes of a recording that has something in it."""


async def _hear(request: Request) -> Response:
    async with request.form() as form:
        sound = form["file"]
        whole = isinstance(sound, UploadFile) and len(await sound.read()) > _SMALLEST
    return JSONResponse({"text": HEARD}) if whole else JSONResponse({"error": {"message": "no sound"}}, 400)


async def _speak(_request: Request) -> Response:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(b"".join(struct.pack("<h", 2000 * (place // 20 % 2)) for place in range(_RATE)))
    return Response(held.getvalue(), media_type="audio/wav")


def speaking_model() -> Starlette:
    """The endpoint."""
    app = slow_model(0.0)
    app.router.routes += [
        Route("/v1/audio/transcriptions", _hear, methods=["POST"]),
        Route("/v1/audio/speech", _speak, methods=["POST"]),
    ]
    return app


def served_speaking_model() -> Served:
    """It as a process of its own."""
    port = free_port()
    return Served(["-m", "tests.loopback.speaking_model", str(port)], port)


if __name__ == "__main__":
    uvicorn.run(speaking_model(), port=int(sys.argv[1]), log_level="warning")
