"""The web app: sign in, see what is yours, act on it."""
