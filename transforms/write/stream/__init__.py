"""The twins of a stream: panes, revisions and the ledger in keyed state."""
