"""``ita digest``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from helpers import editions, locations, stages, tables
from helpers.batch import common_pages, files, links
from helpers.batch.common_pages import DIGEST
from helpers.batch.orders import RunSettings
from helpers.choices import Language, Place
from helpers.commands import ALL_RIGHT, FAULTS, check_new_folder, stop
from helpers.messages import WrongValueError
from helpers.narrative import Writer


def run(
    target: Path,
    by: Place,
    province: str | None,
    as_of: str,
    since: Path | None,
    data_dir: Path | None,
    reports: Path | None,
    docx: bool,
    language: Language,
) -> int:
    """Writes what is to be done next: a page for all, or for each province or district."""
    folder, made_in = locations.data_dir(data_dir or ""), locations.reports_dir(reports or "")
    writer = Writer(language, "thai" if language == "th" else "arabic")
    try:
        check_new_folder(target, folder, made_in, *([since.resolve()] if since else []))
        stages.day_of(as_of, "--as-of")
        if since:
            editions.day_sent(since)
        agencies = stages.read_all(folder, province or "")["agencies"]
    except (
        click.UsageError,
        WrongValueError,
        editions.UnreadableEditionError,
        tables.MissingTableError,
    ) as error:
        stop(error)
    from helpers.batch import execute  # late: a refusal takes no time
    from helpers.formats.word import to_docx

    columns = {"all": ["province"] if province else [], "province": ["province"]}.get(
        by, ["province", "district"]
    )
    placed = agencies[(agencies[columns] != "").all(axis=1)]
    places = placed[columns].drop_duplicates().sort_values(columns).to_dict("records") if columns else [{}]
    papers = common_pages.papers_in(made_in)
    # The digest lies elsewhere than in a batch, where its links begin at the folder of reports.
    prefix = Path(os.path.relpath(made_in, target.resolve())).as_posix() + "/"
    with files.naming_errors(target):
        target.mkdir(parents=True, exist_ok=True)
    for place in places:
        parameters = {str(name): str(value) for name, value in place.items()}
        parameters |= {"data_dir": str(folder), "language": language, "digits": writer.digits, "as_of": as_of}
        parameters |= {"since": str(since.resolve()), "reports_dir": str(made_in)} if since else {}
        # No limit on memory, as it reads all agencies at once.
        outcome = execute.run(locations.notebook(DIGEST), parameters, RunSettings(memory_mb=0))
        if outcome.status != "succeeded":
            click.echo(outcome.reason, err=True)
            return FAULTS
        html = links.to_papers(outcome.html, papers, prefix)
        contents = {"html": html.encode("utf-8")} | ({"docx": to_docx(html)} if docx else {})
        name = files.plain_name("_".join(map(str, place.values()))) if place else "digest"
        for ending, content in contents.items():
            file = target / f"{name}.{ending}"
            files.write_atomic(file, content)
            click.echo(str(file))
    if left_out := len(agencies) - len(placed):
        click.echo(
            Writer(language, "arabic").say(
                th=f"หน่วยงานที่ไม่ทราบจังหวัดหรืออำเภอ {left_out} แห่ง ไม่อยู่ในแฟ้มใด ให้เติมใน agencies.csv",
                en=f"{left_out} agencies without a province or district are on no page: see agencies.csv",
            ),
            err=True,
        )
    return ALL_RIGHT
