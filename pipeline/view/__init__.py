"""What a person sees: progress, the summary, what an output holds."""
