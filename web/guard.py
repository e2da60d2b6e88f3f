"""Stands before every request: only this machine, no foreign forms, safe headers, no traceback."""

import logging
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.failures import failure

_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # no-referrer would make browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_log = logging.getLogger("sohoa.web")


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and dress the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _dress(MutableHeaders(scope=message))
            await send(message)

        refused = refusal(scope["method"], Headers(scope=scope))
        if refused:
            await failure(scope["path"], *refused)(scope, receive, send_dressed)
            return
        try:
            await self._app(scope, receive, send_dressed)
        except ClientDisconnect:
            return
        except Exception as exc:  # noqa: BLE001 - the outermost edge of the web
            _log.error("%s at %s", type(exc).__name__, _where(exc))
            if not started:
                answer = failure(scope["path"], HTTPStatus.INTERNAL_SERVER_ERROR, "internal")
                await answer(scope, receive, send_dressed)


def refusal(method: str, headers: Headers) -> tuple[HTTPStatus, str] | None:
    """Status and code why a request is refused, or None.

    A foreign name in `Host` is DNS rebinding; a writing request that another site
    caused is forged. Programs other than browsers send neither Origin nor Sec-Fetch-Site.
    """
    host = headers.get("host", "")
    if _host_name(host) not in _HOSTS:
        return HTTPStatus.FORBIDDEN, "bad_host"
    if method in _READING:
        return None
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return HTTPStatus.FORBIDDEN, "cross_site"
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return HTTPStatus.FORBIDDEN, "cross_site"
    return None


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _dress(headers: MutableHeaders) -> None:
    headers.setdefault("Cache-Control", "no-store")
    for name, value in _HEADERS.items():
        headers[name] = value


def _where(exc: BaseException) -> str:
    """File and line, without the message: that could hold what somebody typed or scanned."""
    trace = exc.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"
