"""Starts a browser with a profile of its own and ends it when the caller has ended.

This runs as a process of its own (``python -m helpers.formats.keeper PROGRAM``): when the caller ends,
even if killed, this process's standard input closes, and it removes browser and profile. It prints one
line on standard output: the browser's address, or why there is none.
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
    "--host-resolver-rules=MAP * ~NOTFOUND",  # our pages need no network, so they get none
    "--font-render-hinting=none",  # hinting, meant for screens, changes the widths of letters
)


def main() -> None:
    """Runs until the browser ends or standard input closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by default it would skip the clean-up below
    with tempfile.TemporaryDirectory(prefix="ita-", dir=_place(), ignore_cleanup_errors=True) as profile:
        log = Path(profile) / "errors"
        with log.open("wb") as errors:
            browser = subprocess.Popen(
                [sys.argv[1], *FLAGS, *_as_root(), f"--user-data-dir={profile}", "about:blank"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=os.environ
                | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), profile),  # so that its temporary files go with it
                start_new_session=True,
            )
        threading.Thread(target=_end_when_unwanted, args=(browser,), daemon=True).start()
        try:
            address = _address(browser, Path(profile))
            print(address or f"- {_last_line(log)}", flush=True)  # noqa: T201 - this is how it answers
            if address:
                browser.wait()
        finally:
            _end(browser)


def _place() -> str | None:
    """The folder for the profile. The browser makes a socket in it, so its path has to be short."""
    return "/tmp" if len(tempfile.gettempdir()) > LONGEST_PLACE and Path("/tmp").is_dir() else None  # noqa: S108


def _as_root() -> list[str]:
    """Chromium's sandbox refuses to run as root, as in containers."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _address(browser: subprocess.Popen[bytes], profile: Path) -> str:
    limit = time.monotonic() + LONGEST_START
    while time.monotonic() < limit and browser.poll() is None:
        lines = (profile / "DevToolsActivePort").read_text().split() if _written(profile) else []
        if len(lines) == 2:  # the browser may be writing it just now
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.02)
    return ""


def _written(profile: Path) -> bool:
    return (profile / "DevToolsActivePort").is_file()


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no address")


def _end_when_unwanted(browser: subprocess.Popen[bytes]) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    _end(browser)


def _end(browser: subprocess.Popen[bytes]) -> None:
    """Ends the browser with its children, which are in its process group."""
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
