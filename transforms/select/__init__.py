"""Selection: which articles are wanted."""
