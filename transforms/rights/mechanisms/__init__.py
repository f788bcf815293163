"""One module for each mechanism by which publishers say what they allow."""
