"""Changes of the jobs' tables."""
