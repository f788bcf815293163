"""Rules about one block: small, named, general. The table says in which order they are asked."""
