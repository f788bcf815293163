"""The places of the world that have an id: a table that is shipped, and who it is that a text means."""
