"""Scores in running text, clause by clause.

text_lines       lines that a page breaks between a label and its value
spoken_years, spoken_numbers, spoken_parts, spoken_levels   what a text says: years, numbers, of what, level
clauses          what the number at the end of a clause is
subjects         which agency a clause is about
sentences        puts these together
"""
