"""Where it is kept: the SQLite file."""
