"""Documents become HTML and PDF bytes; the only room that knows WeasyPrint."""
