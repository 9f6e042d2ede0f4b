"""Many reports from one notebook.

parameters  a notebook's parameters, checked before anything runs
selection   which reports there are to make
digests     what a report is made from, as one digest
files       files written whole or not at all; one batch at a time in a folder
warm        the papermill engine that forks a warm process for every notebook
orders      a notebook to be run, how to run it, and the outcome
execute     one notebook, executed and exported
workers     notebooks side by side, in processes of this machine
cluster     the same on other machines, by a dask scheduler
manifest    the outcome of every report, on file
staleness   which reports have to be made this time, and why
links       ways between the pages
pages       the index pages
reports     the reports: what each is made from, how they run, where their files go
common_pages  the pages of all agencies together
run         the whole pipeline
progress    what the command prints while the pipeline runs
verify      whether reports match the data
scope       which files are to be verified
differences where two versions of a file first differ
verdicts    what the command prints about each verified file
"""
