"""The page: values in, bytes out. No database and no web.

`document` what a page is made of · `charts` numbers become small pictures · `wording` every
sentence a user reads · `writing` results become documents · `rendering` documents become HTML,
PDF, Word and Excel · `escaping` how a word gets onto a page.
"""
