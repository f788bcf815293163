"""What a monitor is told of an output."""
