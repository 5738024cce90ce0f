"""What a case is: its parts, its dates, its places, and the words for them."""
