"""What publishers allow: their statements in fields, pages and files, read into one normal form."""
