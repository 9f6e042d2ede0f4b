"""Many reports from one notebook.

parameters  a notebook's parameters, checked before anything runs
selection   which reports there are to make
digests     what a report is made from, as one digest
files       files that stand whole or not at all; one batch at a time in a folder
warm        the papermill engine that forks a warm process for every notebook
orders      what is to be run, how, and what became of it
execute     one notebook, executed and exported
workers     notebooks side by side, in processes of this machine
cluster     the same on other machines, by a dask scheduler
manifest    what became of every report
staleness   which reports are to be made this time, and why
pages       the index pages
reports     the reports: what each is made from, how they run, where their files go
common_pages  the pages of all agencies together
run         the whole pipeline
progress    what it says while it runs
verify      whether reports are what the data say
scope       what there is to verify
differences where two versions of a file first differ
verdicts    what is said of each file
"""
