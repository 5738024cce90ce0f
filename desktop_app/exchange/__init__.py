"""What other programs understand."""
