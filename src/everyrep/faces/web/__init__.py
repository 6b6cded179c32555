"""The web app: sign in, see what is yours, act on it."""

from everyrep.faces.one_thread import keep_to_one_thread

keep_to_one_thread()
