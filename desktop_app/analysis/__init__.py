"""What can be asked of a case."""
