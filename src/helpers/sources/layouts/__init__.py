"""A sheet -> rows of a kind, by the layout that recognises it.

recognition  chooses the first layout that recognises the sheet; a new layout is a line here
tidy         the layout with one heading row and one fact a row
own_pages    the product's own documents, read back
measures, measure_..., calendars   tables of measures: headings, a row's activities, year and round
scores, score_...   tables of scores: where they are, what columns hold
scores_down, scores_across   read them: a row per indicator, or a row per agency
questions    tables of scores by question and item
"""
