"""Reports on integrity scores (ITA) and measures of Thai public agencies.

Each module uses only those listed above it.

    locations           where the project's folders are
    messages            errors in both languages
    choices             the choices for a report: language, digits, document
    decimals, thai      exact two-decimal arithmetic; Thai numerals, dates, typography
    line_breaks         where a line of Thai may end
    framework           the assessment's rules per fiscal year, as data
    columns, headings   the columns of files; names of columns and choices in English and Thai
    findings            problems in the input, in words
    schema, tables      what columns must be; the processed tables
    sources             files as received -> tidy rows and findings
    analysis            totals, deltas, weak points: pure; DataFrames in and out, plain rows for one agency
    stages              load, process, save: what notebooks 01 to 03 call
    provenance          the versions of what a page is made with
    facts               all facts of one report
    narrative, charts   sentences; drawings
    figures             where each figure of a report comes from
    report              what notebook 04 shows, and the page made from it
    formats             the page as a Word document and as a PDF
    form_rows           the rows of an agency's form: what is on file, and what its papers lack
    workbook, proposal  the form to fill in; a form filled in from a PDF
    batch               jobs, running them, manifest, index pages
    editions, packing   what was sent before, held against the reports of now; reports packed for sending
    jupyterlab          keeps opened notebooks from being marked as changed
    demo, workspace     invented agencies for trials; a folder to work in without a clone
    commands            what each command does
    usage               how the commands are used: their help, and what is said of wrong use
    cli                 the options of the ``ita`` command
"""

import sys

# jsonschema (through nbformat) imports a grammar of web addresses if it is installed, which takes every
# process a second and which nothing here needs. None in sys.modules makes it look like it isn't installed.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.1.0"
