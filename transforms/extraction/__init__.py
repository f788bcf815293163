"""What extraction looks at: markup, blocks of text, and what a page says of itself."""
