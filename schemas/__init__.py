"""The record types, their Arrow schema, and the published schema files made from them."""
