"""What sites say around their articles, in the larger languages of Europe and some others.

No entry names a publisher, and none is of one site alone.
"""
