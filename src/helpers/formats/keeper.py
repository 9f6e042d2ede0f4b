"""Keeps a browser for somebody: started with a profile of its own, ended when nobody wants it any more.

A process of its own (``python -m helpers.formats.keeper PROGRAM``), so that no browser and no profile
stays behind, however the one who wanted it ended: its standard input closes then. It says the
browser's address in one line on its standard output, or why there is none.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

LONGEST_START = 60.0
LONGEST_PLACE = 40

FLAGS = (
    "--headless",
    "--remote-debugging-port=0",  # any free one, on the loopback interface only
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-sync",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",  # small in containers
    "--host-resolver-rules=MAP * ~NOTFOUND",  # a page of ours asks for nothing, and would get nothing
    "--font-render-hinting=none",
)


def main() -> None:
    """Runs until the browser ends or standard input closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="ita-", dir=_place(), ignore_cleanup_errors=True) as profile:
        said = Path(profile) / "said"
        with said.open("wb") as complaints:
            browser = subprocess.Popen(
                [sys.argv[1], *FLAGS, *_as_root(), f"--user-data-dir={profile}", "about:blank"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                env=os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), profile),  # what it leaves behind
                start_new_session=True,
            )
        threading.Thread(target=_end_when_unwanted, args=(browser,), daemon=True).start()
        try:
            address = _address(browser, Path(profile))
            print(address or f"- {_last_line(said)}", flush=True)  # noqa: T201 - this is how it answers
            if address:
                browser.wait()
        finally:
            _end(browser)


def _place() -> str | None:
    """Where the profile lies. The browser makes a socket in it, whose path must not be long."""
    return "/tmp" if len(tempfile.gettempdir()) > LONGEST_PLACE and Path("/tmp").is_dir() else None  # noqa: S108


def _as_root() -> list[str]:
    """Chromium's sandbox refuses to run as root, as in containers."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _address(browser: subprocess.Popen[bytes], profile: Path) -> str:
    limit = time.monotonic() + LONGEST_START
    while time.monotonic() < limit and browser.poll() is None:
        lines = (profile / "DevToolsActivePort").read_text().split() if _written(profile) else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.02)
    return ""


def _written(profile: Path) -> bool:
    return (profile / "DevToolsActivePort").is_file()


def _last_line(said: Path) -> str:
    lines = said.read_text(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no address")


def _end_when_unwanted(browser: subprocess.Popen[bytes]) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    _end(browser)


def _end(browser: subprocess.Popen[bytes]) -> None:
    """The browser with its children, which are of its group."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(browser.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        browser.kill()
    browser.wait()


if __name__ == "__main__":
    main()
