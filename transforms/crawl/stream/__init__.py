"""Feeds and messages that never end: who is asked when, what is kept until when, and what a restart finds."""
