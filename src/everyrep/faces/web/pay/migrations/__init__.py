"""Migrations of pay."""
