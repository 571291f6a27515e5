"""Values of the river become what a template shows; routes call `…View.of(…)` and nothing else."""
