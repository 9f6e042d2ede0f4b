"""Pure functions on the processed tables, all agencies at once: DataFrame in, DataFrame out.

rules      the framework's rules as a table, for joining
levels     the level of a result, and the conditions that decided it
totals     recomputed total, instrument means, derived level
statements what a cell says: something, that there is none, or nothing
deltas     each indicator against the year before, and what it did to the total
history    total and instrument means over all years on file
coverage   which measure answers which indicator, and on what ground
weak       the weak points of a year, with class, reasons and what became of them
targets    the smallest rises that reach the pass mark and the next level
peers      rank, share surpassed and median among the agencies of a district, type, province
follow_up  whether the measures of each weak point were carried out, and whether its score rose
effects    measures and weak points held against each other, across all agencies
digest     what is to be done next: falls, marks crossed, weak points without a measure, papers, deadlines
"""
