"""Files as received in, tidy rows and findings out.

Each module uses only those listed above it.

    raw_files       which files there are
    words           what printed words mean: labels, titles, quantities, agencies' names, lists, ticks
    opening         a file -> sheets of text cells, as a person sees them
    form            how the form to fill in is recognised
    reading         what a layout understood of a sheet
    printed         what all layouts of printed pages share: their rows, and what they collect
    claims          which numbers are an agency's own: layouts and prose propose, this decides
    prose           scores in running text
    layouts         a sheet -> rows of a kind, by the layout that recognises it
    understanding   a file -> what its sheets say by themselves
    kept            what was understood of files, kept, so that only those that changed are read anew
    checks          rows of text -> typed rows, and findings
    attribution, outside   whose data a file holds and of which year
    records         the lists of agencies, sources and offices
    files           one file, from its sheets to rows with agency, year and place
    folder          the whole raw folder
"""
