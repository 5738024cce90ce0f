"""What stands in a bundle for Qt's widgets of OpenGL?  A class for pyqtgraph to derive from; nobody makes one."""

from PySide6.QtWidgets import QWidget


class QOpenGLWidget(QWidget):
    """Never shown."""
