"""Makes ``.venv`` from requirements.lock when it is missing or stale. Called by ``make``; needs only Python.

The last thing written is a stamp, ``.venv/ready-<digest>``, whose digest covers everything the environment
was made from. Without the right stamp (something changed, or an installation was interrupted) ``.venv`` is
made again from nothing.
"""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"

VENV_MODULE_MISSING = f"""\
This Python has no venv module: {sys.executable}
  Debian, Ubuntu:  sudo apt install python3-venv   (or python{sys.version_info[0]}.{sys.version_info[1]}-venv)
Python รุ่นนี้ไม่มีโมดูล venv โปรดติดตั้งด้วยคำสั่งข้างต้น แล้วสั่ง make อีกครั้ง"""

FAILED = """\
Setting up .venv failed; the reason stands above. It needs the network once. Run make again to begin anew.
ติดตั้ง .venv ไม่สำเร็จ สาเหตุแสดงไว้ข้างต้น (ครั้งแรกต้องต่ออินเทอร์เน็ต) สั่ง make อีกครั้งเพื่อเริ่มใหม่"""


def find_stamp() -> Path:
    """Returns the path that the stamp has for today's lock, pyproject.toml, Python and folder."""
    ingredients = [
        LOCK.read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        f"{sys.implementation.cache_tag}".encode(),  # cpython-311: implementation and minor version
        os.fsencode(ROOT),  # the scripts in .venv/bin hold absolute paths
    ]
    digests = b"".join(hashlib.sha256(ingredient).digest() for ingredient in ingredients)
    return VENV / f"ready-{hashlib.sha256(digests).hexdigest()[:16]}"


def is_ready(stamp: Path) -> bool:
    """Returns whether ``.venv`` is complete and its Python still there (the system may have lost it)."""
    return stamp.exists() and os.access(PYTHON, os.X_OK)


def build(stamp: Path) -> None:
    """Makes ``.venv`` from nothing and writes the stamp; exits with a message when that fails."""
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        sys.exit(VENV_MODULE_MISSING)
    print("Setting up .venv, once; the libraries take some minutes and 1.2 GB", flush=True)
    print("ติดตั้งครั้งแรก ใช้เวลาหลายนาที เนื้อที่ประมาณ 1.2 GB", flush=True)
    for old in VENV.glob("ready-*"):
        old.unlink()
    # Twice quiet leaves the errors; warnings are about the machine's own settings, one a package.
    pip = [PYTHON, "-m", "pip", "--quiet", "--quiet", "--disable-pip-version-check", "install"]
    steps = (
        ("a Python of its own", [sys.executable, "-m", "venv", "--clear", VENV]),
        # The lock is whole; what pyproject.toml leaves out of it on purpose would be missed.
        ("the libraries of requirements.lock", [*pip, "--no-deps", "--require-hashes", "-r", LOCK]),
        ("this project", [*pip, "--no-deps", "--no-build-isolation", "-e", ROOT]),
    )
    for number, (what, command) in enumerate(steps, start=1):
        print(f"  {number} of {len(steps)}: {what} ...", flush=True)
        if subprocess.run(command, cwd=ROOT).returncode:
            sys.exit(FAILED)
    stamp.touch()


def main() -> None:
    """Makes ``.venv`` if need be, one process at a time."""
    stamp = find_stamp()
    if is_ready(stamp):
        return
    with LOCK.open("r+") as held:  # nothing is written; the system lets go of the lock when the process ends
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make is setting up .venv; waiting for it ...", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        if not is_ready(stamp):
            build(stamp)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Interrupted. Run make again to begin anew.")
