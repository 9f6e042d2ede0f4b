"""What printed words mean. Knows nothing of files.

labels       an indicator, an instrument, a year, a total, a level
quantities   what a number is, judging by the words around it
captions     the title in force above a table, a list or a total
names        the agency that a printed name means
cell_lists   the items, units and periods in the text of one cell
marks        ticks, crosses and boxes
"""
