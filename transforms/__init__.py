"""One capability a file: a PTransform that wires, and the pure functions that do the work."""
