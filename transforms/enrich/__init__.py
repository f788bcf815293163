"""What is added to an article: its language and its entities."""
