"""A file -> sheets of text cells, as a person sees them. Knows nothing of scores or measures.

containers   every kind of file; a new kind is a function here
archives     refuses archives that are sealed, damaged or too large
workbooks    a workbook's cells; read in a process of its own if its memory can't be limited otherwise
excel, opendocument, old_excel   how workbooks look, and whether they are small enough
compound_files   the container of old workbooks
looks        how a cell looks by its fonts and its format of numbers
shown        a sheet as a person sees it: struck, hidden, percent; with findings for what is left out
web_pages, word, pdf   documents -> one sheet: their text and tables in order
sheet        the result: sheets of text cells, or the reason why a file can't be read
"""
