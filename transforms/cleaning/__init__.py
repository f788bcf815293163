"""Cleaning: blocks with their context, judges that give verdicts, and the decision what stays."""
