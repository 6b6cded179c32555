"""Who did and saw what: entries that can be added, and neither changed nor taken away unnoticed."""
