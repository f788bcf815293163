"""`dateline check`: whether every file of an output holds what was written to it, and the remedy if not."""
