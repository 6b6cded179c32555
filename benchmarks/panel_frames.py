"""The same panel in pandas and in polars."""
