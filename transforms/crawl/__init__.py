"""What goes online: feeds polled, pages fetched and archived, the same decisions in a round and in a stream."""
