"""Whether it causes better selling, for whom, after how long, and whether it is worth the money."""
