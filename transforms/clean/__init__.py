"""A document to an article: what is no part of it goes, and is kept beside the text with its kind."""
