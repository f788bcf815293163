"""One story once: copies, wire credit, and the events that articles are about."""
