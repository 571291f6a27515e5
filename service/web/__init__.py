"""Between the browser and the boards: pages, problems, safety."""
