"""Tokens with which programs ask in somebody's name: scoped, ending, and kept as a hash alone."""
