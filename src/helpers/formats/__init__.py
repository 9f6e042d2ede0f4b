"""A report's page in the other formats that agencies submit: Word and PDF.

Both are made from the finished page, so that all three have the same content.

parsed_page  the page's HTML, taken apart: title, language, body, drawings
pictures  a drawing as a picture, for programs that can't show SVG
styles    an empty Word document: fonts, styles, numbering, sections
text      running text of a page as a paragraph's runs
grid      a page's table as rows and columns
word      the page as a Word document
keeper    a process that keeps a browser and ends it
browser   the browser that is installed, started once for many pages
pdf       the page as a PDF, printed by that browser
taken     the figures of a page as CSV and as a workbook
making    a page in the formats asked for, or why one could not be made
saving    one report in the formats asked for, from JupyterLab
export    these as exporters of nbconvert
"""
