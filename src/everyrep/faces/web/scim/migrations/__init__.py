"""Migrations of SCIM."""
