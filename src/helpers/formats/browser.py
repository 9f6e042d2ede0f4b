"""The browser that is installed: found, started once for many pages, ended."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from helpers.choices import Language

CHOSEN = "CHROME"
"""Environment variable that names the program to use."""

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)

PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{ProgramFiles}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{ProgramFiles(x86)}/Microsoft/Edge/Application/msedge.exe",
    "{ProgramFiles}/Microsoft/Edge/Application/msedge.exe",
)
"""Where installers put it on macOS and Windows."""


class BrowserError(RuntimeError):
    """There is no browser, or it failed."""


def find() -> str:
    """The program of a browser, "" if there is none."""
    if chosen := os.environ.get(CHOSEN):
        return shutil.which(chosen) or ""
    on_path = filter(None, map(shutil.which, NAMES))
    places = (place.format_map(_Environment()) for place in PLACES)
    return next(on_path, "") or next((place for place in places if Path(place).is_file()), "")


class _Environment(dict[str, str]):
    """The environment's variables, "" for those that aren't set: most places belong to another system."""

    def __missing__(self, name: str) -> str:
        return os.environ.get(name, "")


def missing(language: Language) -> str:
    """A message that says what to do if there is no browser; "" if there is one."""
    if find():
        return ""
    chosen = os.environ.get(CHOSEN)
    if language == "th":
        cause = (
            f"ไม่พบโปรแกรม {chosen} ตามตัวแปร {CHOSEN}"
            if chosen
            else "ไม่พบ Chromium, Google Chrome หรือ Microsoft Edge"
        )
        remedy = f"โปรดติดตั้ง (Debian, Ubuntu: sudo apt install chromium) หรือระบุตำแหน่งใน {CHOSEN} แล้วสั่งใหม่"
        return f"{cause} ในเครื่องนี้ จึงจัดทำ PDF ไม่ได้ {remedy}"
    cause = (
        f"there is no {chosen} ({CHOSEN})"
        if chosen
        else "neither Chromium, Google Chrome nor Microsoft Edge is here"
    )
    remedy = f"install one (Debian, Ubuntu: sudo apt install chromium) or name it in {CHOSEN}"
    return f"no PDF can be made: {cause}; {remedy}, then run this again"


def refused(error: BrowserError, language: Language) -> str:
    """The message for a browser that doesn't start."""
    text = "จัดทำ PDF ไม่ได้" if language == "th" else "no PDF can be made"
    return f"{text}: {error}"


class Browser:
    """A browser for many pages. It ends with ``close`` or with the process that started it.

    Any process of this machine can connect to its DevTools at ``address``. Raises ``BrowserError`` if
    there is no browser or it doesn't start.
    """

    def __init__(self) -> None:
        program = find()
        if not program:
            raise BrowserError(missing("en"))
        self._keeper = subprocess.Popen(
            [sys.executable, "-P", "-m", "helpers.formats.keeper", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # so that Ctrl-C only reaches this process
        )
        assert self._keeper.stdout is not None  # noqa: S101 - for the type checker
        with self._keeper.stdout as stdout:
            self.address = stdout.readline().strip()
        if not self.address.startswith("ws:"):
            self.close()
            # The keeper puts "- " before a reason, so that it can't be taken for an address.
            raise BrowserError(f"{program} does not start: {self.address.removeprefix('- ')}")

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._keeper.poll() is None

    def close(self) -> None:
        """Ends it. Can be called twice."""
        assert self._keeper.stdin is not None  # noqa: S101 - for the type checker
        self._keeper.stdin.close()
        try:
            self._keeper.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()


_own: Browser | None = None
_lock = threading.Lock()


def own_address() -> str:
    """The address of this process's own browser, which is started here if it isn't running."""
    global _own
    with _lock:
        if _own is None or not _own.alive:
            if _own is not None:
                _own.close()
            _own = Browser()
            atexit.register(_own.close)
        return _own.address


def close_own() -> None:
    """Ends this process's own browser, if it has one."""
    global _own
    with _lock:
        if _own is not None:
            _own.close()
            atexit.unregister(_own.close)
            _own = None


def own_runs_at(address: str) -> bool:
    """Whether this process has a running browser with this address."""
    with _lock:
        return _own is not None and _own.alive and _own.address == address
