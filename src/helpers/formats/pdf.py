"""The page as a PDF, printed by a running browser (``browser``) over the DevTools protocol."""

from __future__ import annotations

import base64
import json
import re
from types import TracebackType
from typing import Any, Self

import websocket

from helpers.formats.browser import BrowserError

LONGEST_ANSWER = 120.0
"""Seconds. A page with sixty measures takes three."""

PRINT = {
    "preferCSSPageSize": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
    "printBackground": False,
}

BLOCKED = ["http://*", "https://*", "ws://*", "wss://*", "ftp://*", "file://*"]
"""Whole schemes, because a shorter pattern could also match inside a font embedded as text."""

FONTS_LOADED = "Promise.all([...document.fonts].map(font => font.load())).then(() => true, () => false)"

_TIME = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[^)]*")
_NODE = re.compile(rb"\(node(\d{8})\)")
NO_TIME = b"20000101000000+00'00'"


def to_pdf(html: str, address: str) -> bytes:
    """A page of this project as a PDF file: tagged, with title and outline. Raises ``BrowserError``."""
    try:
        with _Connection(address) as browser:
            return _without_history(_without_time(browser.print(html)))
    except (OSError, websocket.WebSocketException, ValueError) as error:
        raise BrowserError(f"the browser did not answer: {type(error).__name__}: {error}") from error


def _without_time(pdf: bytes) -> bytes:
    """Replaces the creation time by a fixed one of the same length, so that the file's offsets stay valid."""
    return _TIME.sub(lambda match: match[1] + NO_TIME[: len(match[0]) - len(match[1])], pdf)


def _without_history(pdf: bytes) -> bytes:
    """Renumbers the parts from 1, because the browser goes on counting from the page it printed before."""
    names = sorted(set(_NODE.findall(pdf)))
    places = {name: b"%08d" % place for place, name in enumerate(names, start=1)}
    return _NODE.sub(lambda match: b"(node%s)" % places[match[1]], pdf)


class _Connection:
    def __init__(self, address: str) -> None:
        # The browser refuses connections with an Origin header, as web pages would send one.
        self._socket = websocket.create_connection(address, LONGEST_ANSWER, suppress_origin=True)
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def print(self, html: str) -> bytes:
        """Prints a page in a browser context of its own, so that no other page can affect it."""
        context = self._ask("Target.createBrowserContext", disposeOnDetach=True)
        target = self._ask("Target.createTarget", url="about:blank", **context)
        session = self._ask("Target.attachToTarget", **target, flatten=True)["sessionId"]
        frame = self._ask("Page.getFrameTree", session)["frameTree"]["frame"]["id"]
        self._ask("Network.enable", session)
        self._ask("Network.setBlockedURLs", session, urls=BLOCKED)
        self._ask("Page.setDocumentContent", session, frameId=frame, html=html)
        loaded = self._ask("Runtime.evaluate", session, expression=FONTS_LOADED, awaitPromise=True)
        if loaded["result"].get("value") is not True:
            raise BrowserError("the page's own font did not load")
        printed = self._ask("Page.printToPDF", session, **PRINT)["data"]
        self._ask("Target.disposeBrowserContext", **context)
        return base64.b64decode(printed)

    def _ask(self, method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        self._asked += 1
        asked: dict[str, object] = {"id": self._asked, "method": method, "params": parameters}
        self._socket.send(json.dumps(asked | ({"sessionId": session} if session else {})))
        while True:  # events may arrive before the answer
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._asked:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error'].get('message')}")
                result: dict[str, Any] = answer["result"]
                return result
