"""Calculates what each credited line is worth by a plan, and each window, contest and pool."""
