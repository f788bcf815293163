"""A round over feeds: what is due is polled, what is new is fetched and archived, and a stop loses nothing."""
