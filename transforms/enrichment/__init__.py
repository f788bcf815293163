"""What enrichment adds: the language, and the entities that a model finds."""
