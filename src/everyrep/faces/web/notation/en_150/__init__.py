"""Formats of dates and numbers, by the names that Django gives them."""
