"""What is asked of servers: polls of feeds and fetches of pages, the same in a round and in a stream."""
