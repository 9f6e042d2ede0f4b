"""What the batch costs, measured as ratios side by side: ``make bench``, or ``python -m benchmarks --help``.

ways       the ways to make a report that are compared
ratios     the ways in turn, round by round, at equal numbers of workers
growth     whole batches of growing size: time an agency, memory from first to last, a picture
around     everything around the reports at the size of many countries
processes  what a process and all below it use
"""
