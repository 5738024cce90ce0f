"""What stands in a bundle for Qt's OpenGL?  Nothing: pyqtgraph only wants to find a module, and draws without it."""
