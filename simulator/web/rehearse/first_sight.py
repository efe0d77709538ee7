"""What stands on the conversation page before Gradio's scripts have arrived: over a slow line that is seconds."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Colours of style.css, which comes later than this; words as style alone, because Gradio empties its element.
_STYLE = """<style>
body { background: #faf5ec !important; color: #2a2521 !important; }
@media (prefers-color-scheme: dark) { body { background: #1c1916 !important; color: #f0e8dc !important; } }
gradio-app, .gradio-container { background: transparent !important; }
[data-testid="status-tracker"] { display: none !important; }
gradio-app:not(:has(#talk ol, #who h1))::before {
  content: "One moment, the room is being made ready."; position: absolute; inset: 30vh 20px auto; text-align: center;
  font: 20px/1.5 Georgia, "Liberation Serif", serif; animation: not-at-once 0.01s 0.6s backwards;
}
@keyframes not-at-once { from { opacity: 0; } }
</style>
"""


class FirstSightMiddleware:
    """Puts our paper and one sentence into the head of Gradio's page."""

    def __init__(self, app: ASGIApp, *, path: str) -> None:
        """`path`: where Gradio's page is."""
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].rstrip("/") != self._path:
            await self._app(scope, receive, send)
            return
        start: Message = {}
        pieces: list[bytes] = []

        async def send_whole(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            pieces.append(message.get("body", b""))
            if message.get("more_body"):
                return
            page = b"".join(pieces).replace(b"</head>", _STYLE.encode() + b"</head>", 1)
            MutableHeaders(scope=start)["content-length"] = str(len(page))
            await send(start)
            await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, send_whole)
