"""Records into files: what is new, which file it belongs to, and how it is merged into what is there."""
