"""Many reports from one notebook.

parameters  a notebook's parameters, checked before anything runs
jobs        which reports there are to make
digests     what a report is made from, as one digest
execute     one notebook, executed and exported
manifest    what became of every report
pages       the index pages
run         the whole pipeline
"""
