"""Where what was delivered becomes what can be asked."""
