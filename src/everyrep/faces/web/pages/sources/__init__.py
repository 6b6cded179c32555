"""Sources: what landed and when, files handed over, who is who, what can be computed."""
