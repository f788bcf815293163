"""A capture to a document: the text of the article and what is said about it."""
