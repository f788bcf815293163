"""What an output looks like: figures of its rows, and the page that shows them.

`rows` reads, the modules of figures count (`volume`, `lag`, `removed`, `rising`, `rejects`, `stories`, `rights`),
`articles` chooses what is shown in full, `figures` puts it together, `page` draws it, `serve` keeps it up to date.
"""
