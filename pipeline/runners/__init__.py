"""What each runner can do, and what it needs to do it."""
