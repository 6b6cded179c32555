"""SCIM 2.0: the company's directory adds, changes and deactivates the people who sign in."""
