"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed 1.0 and 1.1, Google news sitemaps. Bytes in, entries out."""

from transforms.read.feed.model import Entry, Feed, FeedFormat, Problem, captures
from transforms.read.feed.parse import looks_like_feed, parse_feed
from transforms.read.feed.sitemap import merged

__all__ = ["Entry", "Feed", "FeedFormat", "Problem", "captures", "looks_like_feed", "merged", "parse_feed"]
