"""Documents become HTML, PDF, Word and Excel bytes; the only room that knows WeasyPrint."""
