"""Who may see what: people who sign in, the roles given to them, and the scope of a request."""
