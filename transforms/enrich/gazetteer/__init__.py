"""A user's own table of names: who has which id, and how a Wikidata dump becomes one."""
