"""The fuzzer at length: ``python -m tests.fuzz --minutes 10``. Prints executions by reader, and what failed.

A file that makes a reader fail is kept in the folder that ``--keep`` names; each becomes a test.
"""

import argparse
import hashlib
import logging
import random
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import inputs  # noqa: E402
import readers  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402

BATCH = 50
"""Files between two looks at the clock."""


def batch(suffix: str, number: int, keep: Path) -> tuple[int, str]:
    """Runs a reader on some files; returns how many, and what failed."""
    done, last = 0, b""

    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs.files(suffix))
    def hold(content: bytes) -> None:
        nonlocal done, last
        done += 1
        last = content
        with tempfile.TemporaryDirectory() as folder:
            readers.check(Path(folder), suffix, content)

    try:
        hold()
    except Exception as error:  # whatever it is: that is what this looks for
        keep.mkdir(parents=True, exist_ok=True)
        file = keep / f"{hashlib.sha256(last).hexdigest()[:12]}{suffix}"
        file.write_bytes(last)
        return done, f"{file}: {type(error).__name__}: {str(error)[:300]}"
    return done, ""


def main() -> int:
    """Gives each reader its share of the time."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--reader", choices=[*inputs.FORMATS], action="append", help="may be repeated")
    asked.add_argument("--seed", type=int, default=None, help="default: another one each time")
    asked.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    given = asked.parse_args()
    warnings.simplefilter("error")
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    start = random.SystemRandom().randrange(2**32) if given.seed is None else given.seed
    until = time.monotonic() + given.minutes * 60
    counts = dict.fromkeys(given.reader or inputs.FORMATS, 0)
    spent = dict.fromkeys(counts, 0.0)
    failed: list[str] = []
    turn = 0
    with readers.finding_tables_here():
        while (now := time.monotonic()) < until:
            suffix = min(spent, key=lambda each: spent[each])  # as much time for each, not as many files
            done, failure = batch(suffix, start + turn, given.keep)
            counts[suffix] += done
            spent[suffix] += time.monotonic() - now
            turn += 1
            if failure:
                failed.append(failure)
                sys.stdout.write(failure + "\n")
                sys.stdout.flush()
    for suffix, count in counts.items():
        sys.stdout.write(f"{suffix:6} {count:>8,}\n")
    sys.stdout.write(f"seed {start}, {sum(counts.values()):,} files, {len(failed)} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
