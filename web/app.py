"""Puts the web application together."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from core.errors import SohoaError
from dossiers.current import Current
from dossiers.looking import LookBook
from dossiers.services import Services
from web import arriving, browsing, failures, health, metrics, searching, uploading, viewing
from web.guard import Guard
from web.prefect import Server

_STATIC = Path(__file__).parent / "static"


def create_app(services: Services, prefect: Server | None = None) -> FastAPI:
    """The application over `services`, to be bound to a loopback address only.

    Args:
        services: store, index and settings, open for as long as the application runs.
        prefect: where flow runs are looked up.
    """
    app = FastAPI(
        title="sohoa",
        description="Số hóa hồ sơ thủ tục hành chính: nộp, tìm, xem.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        exception_handlers={
            SohoaError: failures.on_error,
            HTTPException: failures.on_http_error,
            RequestValidationError: failures.on_bad_request,
        },
    )
    app.state.current = Current(services)
    app.state.prefect = prefect
    app.state.looks = LookBook()
    app.state.figures = metrics.LastFigures()
    for part in (searching, browsing, viewing, uploading):
        app.include_router(part.api, prefix="/api/v1")
        app.include_router(part.pages, include_in_schema=False)
    app.include_router(arriving.api, prefix="/api/v1")
    app.include_router(health.api)
    app.include_router(metrics.api, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(Guard)
    return app
