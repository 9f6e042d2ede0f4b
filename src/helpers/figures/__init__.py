"""Where the figures of a report come from.

ledger  every figure that a report can print: its value, how it follows, and from which rows
trace   a finished page, read number by number and held against the ledger
"""
