"""The page: values in, bytes out. No database and no web.

`document` what a page is made of · `wording` every sentence a user reads · `writing` results
become documents · `rendering` documents become HTML and PDF.
"""
