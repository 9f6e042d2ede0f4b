"""Files as received in, tidy rows and findings out.

    containers   a file -> sheets of text cells (CSV, XLSX, ...)
    archives     refused where they are sealed, damaged or too large
    workbooks    a workbook as its reader has it, in a process of its own where nothing else bounds it
    excel, opendocument, old_excel   how workbooks look, and whether they are small enough
    compound_files   the container of old workbooks
    looks        how a cell looks by its fonts and its format of numbers
    shown        a sheet as it is seen: struck, hidden, percent; what is left out is told
    web_pages, word, pdf   documents -> one sheet: their text and tables as they follow
    tidy         the layout with one heading row and one fact a row
    layouts      a sheet -> rows of a kind, by the first layout that recognises it
    own_pages    the product's own documents, read back
    marks, calendars   ticks and boxes; columns of quarters and months
    quantities   what the words around a number say that it is
    claims       which numbers are an agency's own: layouts propose, this decides
    cells, rows  rows of text -> typed rows, and findings; what holds for every table
    rules_...    what holds for records, scores, measures
    plausible    what scores and totals say of each other: slips, other scales, figures of others
    many         of findings that repeat themselves the first
    folder       the whole raw folder

A new container is a function in ``containers``; a new layout is a module like ``tidy`` and a line
in ``layouts``.
"""

from helpers.sources.folder import RawTables, read_folder
from helpers.sources.raw_files import RawFolderMissingError

__all__ = ["RawFolderMissingError", "RawTables", "read_folder"]
