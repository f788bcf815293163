"""The articles of an output in other forms: shapes of a record, and formats of files."""
