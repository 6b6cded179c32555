"""What people look at: one module an area, each view with what it needs in its signature."""
