"""Reports on integrity scores (ITA) and measures of Thai public agencies.

Read upwards: each line uses only what stands above it.

    messages            errors in both languages
    choices             what a report can be asked for: language, digits, document
    decimals, thai      exact two-decimal arithmetic; Thai numerals, dates, typography
    line_breaks         where a line of Thai may end
    framework           the assessment's rules per fiscal year, as data
    columns, headings   the columns that files have; what columns and choices are called, in English and Thai
    findings, tables    what is wrong with the input, in words; the processed tables
    sources             files as received -> tidy rows and findings
    analysis            totals, deltas, weak points: pure, DataFrame in, DataFrame out
    stages              load, process, save: what notebooks 01 to 03 call
    provenance          the versions that a page follows from
    facts               what one report is written from
    workbook, proposal  the form to fill in; a PDF proposed as one
    narrative, charts   sentences; drawings
    figures             where each figure of a report comes from
    report              what notebook 04 shows, and the page made from it
    formats             the page as a Word document and as a PDF
    batch               jobs, running them, manifest, index pages
    jupyterlab          notebooks as JupyterLab is given them
    demo                invented agencies for trials
    commands            what each command does
    cli                 the ``ita`` command: what can be asked of it
"""

import sys

# jsonschema (through nbformat) would spend a second of every process on a grammar of web addresses,
# which nothing here checks. None says that it is not there; where it was loaded before, it stays.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.1.0"
