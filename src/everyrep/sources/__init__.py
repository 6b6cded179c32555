"""One folder a connector: each turns what a system exports into files that landing can read."""
