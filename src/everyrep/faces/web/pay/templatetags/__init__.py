"""Filters of the pages of pay."""
