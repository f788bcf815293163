"""Fetching: one polite and guarded client, within limits of time, size and place."""
