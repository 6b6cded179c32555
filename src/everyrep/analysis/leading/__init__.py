"""Which indicators lead: by how long, in which direction, and how much they add to a forecast."""
