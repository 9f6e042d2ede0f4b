"""Pure functions on the processed tables, all agencies at once: DataFrame in, DataFrame out.

totals     recomputed total, instrument means, derived level
deltas     each indicator against the year before
coverage   which measure answers which indicator
weak       the weak points of a year, with class and reasons
"""
