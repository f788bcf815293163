"""WARC archives: read in ranges that are sure, written so that a retry gives the same bytes."""
