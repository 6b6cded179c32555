"""What jobs do, one module a matter."""
