"""A document to an article: what is not part of it is removed, and kept beside the text with its kind."""
