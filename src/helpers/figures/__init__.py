"""Where the figures of a report come from.

ledger  every figure that a report can print: its value, how it is worked out, and from which rows
trace   compares every number on a finished page with the ledger
"""
