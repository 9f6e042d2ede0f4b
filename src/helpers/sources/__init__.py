"""Files as received in, tidy rows and findings out.

    containers   a file -> sheets of text cells (CSV, XLSX, ...)
    archives     refuses archives that are sealed, damaged or too large
    workbooks    a workbook's cells; read in a process of its own if its memory can't be limited otherwise
    excel, opendocument, old_excel   how workbooks look, and whether they are small enough
    compound_files   the container of old workbooks
    looks        how a cell looks by its fonts and its format of numbers
    shown        a sheet as a person sees it: struck, hidden, percent; with findings for what is left out
    web_pages, word, pdf   documents -> one sheet: their text and tables in order
    tidy         the layout with one heading row and one fact a row
    layouts      a sheet -> rows of a kind, by the first layout that recognises it
    own_pages    the product's own documents, read back
    marks, calendars   ticks and boxes; columns of quarters and months
    quantities   what a number is, judging by the words around it
    score_...    tables of scores: where they are, what columns hold; scores_down, scores_across read them
    sentences, text_lines, spoken_...   scores in running text
    claims       which numbers are an agency's own: layouts propose, this decides
    cells, rows  rows of text -> typed rows, and findings; the checks of every table
    rules_...    the checks of records, scores, measures
    plausible    compares scores and totals: slips, other scales, figures of others
    many         keeps only the first of findings that repeat themselves
    raw_files    which files there are
    records      the lists of agencies, sources and offices
    attribution, outside   whose data a file holds and of which year
    measure_...  tables of measures: headings, a row's activities, year and round
    files        one file, from its sheets to rows with agency, year and place
    folder       the whole raw folder

A new container is a function in ``containers``; a new layout is a module like ``tidy`` and a line
in ``layouts``.
"""
