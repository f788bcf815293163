"""Stored forms to captures: files, web archives, saved feeds, messages, rejects."""
