"""In which type do charts write?"""

from PySide6.QtGui import QFont, QFontInfo

INTERFACE_PX = 12.5  # the size that lengths in charts are given for


def unit(font: QFont) -> float:
    """How many pixels the reader's size of type makes of one."""
    return QFontInfo(font).pixelSize() / INTERFACE_PX


def lettering(font: QFont, size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The widget's own font at a size given for 12.5 px, with figures of one width."""
    made = QFont(font)
    made.setPixelSize(max(1, round(size * unit(font))))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
