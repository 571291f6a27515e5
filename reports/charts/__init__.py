"""Charts as small SVG with real text inside: the same for the web page and the paper."""
