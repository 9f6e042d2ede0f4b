"""Rows of text -> typed rows, and findings.

cells, rows  the checks of every table
rules_...    the checks of records, scores, questions, measures
plausible    compares scores and totals: slips, other scales, figures of others
many         keeps only the first of findings that repeat themselves
"""
