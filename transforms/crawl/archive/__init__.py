"""Web archives of what was fetched, as WARC."""
