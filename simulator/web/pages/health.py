"""Whether the program and its database are there: for whoever watches over the server."""

from fastapi import APIRouter
from starlette.requests import Request

from simulator import __version__
from simulator.web.parts import parts_of

router = APIRouter()


@router.get("/health")
def health(request: Request) -> dict[str, str]:
    """ok, or 503 with the reason when the database does not answer."""
    parts_of(request).store.knows("nobody")
    return {"status": "ok", "version": __version__}
