"""What notebooks show, and the pages made from it.

html      fragments of HTML, every string from data escaped
fonts     the page's font, subset and embedded
export    an executed notebook -> one self-contained HTML file, through nbconvert
document  one agency's report, part by part: what notebook 04 shows; its parts memo, measures_table (in the
          forms of forms) and report_charts have modules of their own
parameters  the parameters of notebook 04, checked
open_data the figures of one report as a table; spreadsheet: that table as a link that holds it
identity  what a page records about itself, for verifying it later
analyst   what only the analyst's page shows
show      any frame as a table of the page, for notebooks 01, 02, 03, 05 and 06
overview_charts  the drawings of notebook 05
"""
