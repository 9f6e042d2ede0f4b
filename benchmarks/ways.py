"""The ways to make a report that are compared; each returns what an agency costs, its workers warmed up."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks import processes
from helpers import locations
from helpers.batch import workers
from helpers.batch.orders import Engine, Order, RunSettings
from helpers.demo import LAST_YEAR

NOTEBOOK = locations.notebook("04_agency_report.ipynb")


@dataclass(frozen=True)
class Cost:
    """Seconds an agency, by the clock and of the processor."""

    wall: float
    cpu: float


Way = Callable[[Path, Sequence[str], int], Cost]
"""Makes reports of agencies: data folder, codes, number of workers -> what one costs."""


class _Meter:
    """From when it is made to when it is read."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), processes.cpu_seconds()

    def read(self, agencies: int) -> Cost:
        wall, cpu = time.perf_counter() - self._wall, processes.cpu_seconds() - self._cpu
        return Cost(wall / agencies, cpu / agencies)


def parameters(data_dir: Path, agency_id: str) -> dict[str, object]:
    """What the batch tells notebook 04 for one agency."""
    return {
        "agency_id": agency_id,
        "fiscal_year": LAST_YEAR,
        "document": "annual",
        "language": "th",
        "digits": "thai",
        "data_dir": str(data_dir),
        "refresh": False,
    }


def command_pair(data_dir: Path, codes: Sequence[str], count: int) -> Cost:
    """``papermill``, then ``jupyter nbconvert``, for every agency; ``count`` pairs at a time."""
    tools = Path(sys.executable).parent

    def one(agency_id: str) -> None:
        executed = data_dir / f"{agency_id}.ipynb"
        told = json.dumps(parameters(data_dir, agency_id))  # JSON is YAML
        run = [tools / "papermill", NOTEBOOK, executed, "-k", "python3", "--no-progress-bar", "-y", told]
        page = [tools / "jupyter", "nbconvert", "--to", "ita", executed]
        for command in (run, page):
            subprocess.run(command, check=True, capture_output=True)

    meter = _Meter()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(one, codes))
    return meter.read(len(codes))


def batch(engine: Engine) -> Way:
    """The batch's workers with an engine."""

    def way(data_dir: Path, codes: Sequence[str], count: int) -> Cost:
        orders = [Order(n, NOTEBOOK, parameters(data_dir, code)) for n, code in enumerate(codes)]
        # The first two of each worker pay for its imports: not counted, as in the other ways.
        warming = [*orders[:count], *orders[:count]]
        with contextlib.closing(workers.run([*warming, *orders], count, RunSettings(engine))) as done:
            for place, (_, outcome) in enumerate(done, start=1):
                if outcome.status != "succeeded":
                    raise RuntimeError(outcome.reason)
                if place == len(warming):
                    meter = _Meter()
                elif place == len(warming) + len(orders):
                    return meter.read(len(codes))  # now, while the processes are there to be asked
        raise AssertionError("every order ends")

    return way


def plain_functions(data_dir: Path, codes: Sequence[str], count: int) -> Cost:
    """The same analysis, charts and page by plain functions: no notebook, no kernel, no export."""
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        list(pool.map(_plain, [(data_dir, code) for code in codes[:count] * 4]))
        meter = _Meter()
        list(pool.map(_plain, [(data_dir, code) for code in codes]))
        return meter.read(len(codes))


def _plain(told: tuple[Path, str]) -> str:
    from helpers.report import document, fonts, html

    report = document.open_report(**parameters(told[0], told[1]))  # type: ignore[arg-type]
    blocks = [block for block in report.parts() if block is not None]
    page: dict[str, object] = {"analyst": False, "font_css": fonts.font_face_css()}
    for block in blocks:
        page |= block.metadata.get("ita", {})
    body = '{% extends "skeleton.html.j2" %}{% block main %}{{ body | safe }}{% endblock %}'
    template = html.environment().from_string(body)
    return template.render(page=page, body="\n".join(block.html for block in blocks))
