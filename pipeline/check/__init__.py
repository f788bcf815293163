"""`dateline check`: whether every file of an output holds what was written there, and what helps where one does not."""
