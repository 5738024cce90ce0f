"""Which place does the table mean: the reader decides where the gazetteer is not sure."""

from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.casebook.language import tr
from desktop_app.exchange.import_decisions import RADIUS_KM
from desktop_app.exchange.itineraries import Plan, Settled, point_of
from desktop_app.exchange.place_names import Decision, Named, Spot, Sureness
from desktop_app.views.parts import heading, label
from desktop_app.views.theme import interface, px, role

Index = QModelIndex | QPersistentModelIndex
HEADS = ("In the table", "Rows", "Taken as")


class _Places(QAbstractTableModel):
    """The places to look at, and what is decided of them."""

    def __init__(self) -> None:
        super().__init__()
        self.places: tuple[Settled, ...] = ()
        self.decisions: dict[str, Decision] = {}

    def show(self, places: tuple[Settled, ...], decisions: dict[str, Decision]) -> None:
        self.beginResetModel()
        self.places, self.decisions = places, decisions
        self.endResetModel()

    def decide(self, row: int, decision: Decision | None) -> None:
        key = self.places[row].resolved.named.key
        if decision is None:
            self.decisions.pop(key, None)
        else:
            self.decisions[key] = decision
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADS) - 1))

    def decision(self, row: int) -> Decision | None:
        return self.decisions.get(self.places[row].resolved.named.key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return tr(HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.places[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return (str(one.resolved.named), f"{one.rows:,}", self._taken_as(index.row()))[index.column()]

    def _taken_as(self, row: int) -> str:
        decision, resolved = self.decision(row), self.places[row].resolved
        if decision:
            return tr("✓ {}").format(decision.spot.words) if decision.spot else tr("left out")
        if resolved.sureness == Sureness.UNKNOWN:
            return tr("not in the gazetteer")
        if resolved.spot is None:
            return tr("not sure which")
        return tr("{}, to look at").format(resolved.spot.words)


class PlacesPage(QWidget):
    """Signals: decided() when a place was settled or unsettled."""

    decided = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = _Places()
        self.summary = label("", interface(12.5))
        self.table = QTableView()
        self.table.setModel(self._model)
        self.table.setAccessibleName(tr("Places to settle"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for at, mode in enumerate((QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Fixed)):
            header.setSectionResizeMode(at, mode)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, px(56))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self.named = label("", interface(14))
        self.candidates = QListWidget()
        role(self.candidates, "list")
        self.candidates.setWordWrap(True)
        self.candidates.setAccessibleName(tr("What may be meant"))
        self.candidates.itemActivated.connect(self._take_item)
        self.candidates.itemClicked.connect(self._take_item)
        self.name, self.lat, self.lon, self.radius = (QLineEdit() for _ in range(4))
        self.give = QPushButton(tr("Take this position"))
        self.leave = QPushButton(tr("Leave its stays out"))
        self.later = QPushButton(tr("Decide later"))
        self.wrong = label("", interface(12), "error")
        self.confirm = QPushButton()
        for each in (self.give, self.leave, self.later, self.confirm):
            each.setAutoDefault(False)
        self.give.clicked.connect(self._give)
        self.leave.clicked.connect(lambda: self._decide(Decision(None)))
        self.later.clicked.connect(lambda: self._decide(None))
        self.confirm.clicked.connect(self._confirm)
        self._lay_out()

    def _lay_out(self) -> None:
        own = QGridLayout()
        own.setHorizontalSpacing(px(8))
        for row, (words, box) in enumerate(
            (
                (tr("Name"), self.name),
                (tr("Latitude"), self.lat),
                (tr("Longitude"), self.lon),
                (tr("Radius, km"), self.radius),
            )
        ):
            box.setAccessibleName(words)
            own.addWidget(label(words, interface(12), wraps=False), row, 0)
            own.addWidget(box, row, 1)
            box.returnPressed.connect(self._give)
        own.addWidget(self.give, 4, 1, Qt.AlignmentFlag.AlignLeft)
        side = QVBoxLayout()
        side.setSpacing(px(6))
        side.addWidget(self.named)
        side.addWidget(heading(tr("May be")))
        side.addWidget(self.candidates, 1)
        side.addWidget(heading(tr("Or give its position")))
        side.addLayout(own)
        side.addWidget(self.wrong)
        last = QHBoxLayout()
        last.addWidget(self.leave)
        last.addWidget(self.later)
        last.addStretch(1)
        side.addLayout(last)
        left = QVBoxLayout()
        left.addWidget(self.summary)
        left.addWidget(self.table, 1)
        left.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(18))
        layout.addLayout(left, 3)
        layout.addLayout(side, 2)

    # ---- showing

    def show_plan(self, plan: Plan, decisions: dict[str, Decision]) -> None:
        """The places of the plan that are not beyond doubt; decisions: those made before, changed in place."""
        settled = [one for one in plan.places if one.resolved.sureness in (Sureness.DECIDED, Sureness.LEFT_OUT)]
        self._model.show((*plan.undecided, *plan.taken, *settled), decisions)
        self.confirm.setText(tr("The {:,} that were taken are right").format(len(plan.taken)))
        self.confirm.setVisible(bool(plan.taken))
        self._summarise()
        if self._model.places:
            self.table.selectRow(0)
        else:
            self._show_row()

    def _summarise(self) -> None:
        waiting = [
            one
            for row, one in enumerate(self._model.places)
            if one.resolved.spot is None and self._model.decision(row) is None
        ]
        stays = sum(one.rows for one in waiting)
        self.summary.setText(
            tr("{:,} places wait for you, with {:,} stays. You may import now and settle them later.").format(
                len(waiting), stays
            )
            if waiting
            else tr("Every place is settled.")
        )

    @property
    def row(self) -> int | None:
        index = self.table.selectionModel().currentIndex()
        return index.row() if index.isValid() else None

    def _show_row(self) -> None:
        row = self.row
        self.candidates.clear()
        self.wrong.setText("")
        for widget in (self.candidates, self.name, self.lat, self.lon, self.radius, self.give, self.leave, self.later):
            widget.setEnabled(row is not None)
        if row is None:
            self.named.setText("")
            return
        one, decision = self._model.places[row], self._model.decision(row)
        resolved = one.resolved
        self.named.setText(tr("{} · first in row {:,}").format(resolved.named, one.first_row))
        chosen = decision.spot if decision else resolved.spot
        for spot in (*((resolved.spot,) if resolved.spot else ()), *resolved.others):
            item = QListWidgetItem(f"{spot.words}   {_degrees(spot)}")
            item.setData(Qt.ItemDataRole.UserRole, spot)
            self.candidates.addItem(item)
            if spot == chosen:
                self.candidates.setCurrentItem(item)
        given = decision.spot if decision and decision.spot and not decision.spot.id else None
        self.name.setText(given.name if given else resolved.named.place)
        self.lat.setText(str(given.lat) if given else "")
        self.lon.setText(str(given.lon) if given else "")
        self.radius.setText(str(given.radius_km if given else RADIUS_KM))

    # ---- deciding

    def _take_item(self, item: QListWidgetItem) -> None:
        self._decide(Decision(item.data(Qt.ItemDataRole.UserRole)))

    def _give(self) -> None:
        row = self.row
        if row is None:
            return
        named = self._model.places[row].resolved.named
        try:
            spot = _given(named, *(box.text().strip() for box in (self.name, self.lat, self.lon, self.radius)))
        except ValueError as error:
            self.wrong.setText(str(error))
            return
        self._decide(Decision(spot))

    def _decide(self, decision: Decision | None) -> None:
        row = self.row
        if row is None:
            return
        self._model.decide(row, decision)
        self._summarise()
        following = self._next_waiting(row) if decision else None
        if following is None:
            self._show_row()
        else:
            self.table.selectRow(following)
        self.decided.emit()

    def _next_waiting(self, row: int) -> int | None:
        """The next place that waits for the reader, below or else from the top."""
        count = len(self._model.places)
        order: tuple[int, ...] = (*range(row + 1, count), *range(row))
        places = self._model.places
        return next((at for at in order if places[at].resolved.spot is None and self._model.decision(at) is None), None)

    def _confirm(self) -> None:
        """Every place that was taken is the one meant, says the reader."""
        for row, one in enumerate(self._model.places):
            if one.resolved.sureness == Sureness.TAKEN and self._model.decision(row) is None:
                self._model.decide(row, Decision(one.resolved.spot))
        self._summarise()
        self._show_row()
        self.decided.emit()


def _given(named: Named, name: str, lat: str, lon: str, radius: str) -> Spot:
    """The position that the reader typed.  Raises ValueError with a reason in plain words."""
    point = point_of(lat, lon)
    if point is None:
        raise ValueError(tr("Give latitude and longitude in degrees, south and west negative."))
    try:
        radius_km = float(radius.replace(",", ".") or RADIUS_KM)
    except ValueError:
        radius_km = -1.0
    if not 0 < radius_km <= 5000:
        raise ValueError(tr("“{}” is no radius in kilometres").format(radius))
    return replace(Spot(name or named.place, named.land, 0.0, 0.0, radius_km), lat=point[0], lon=point[1])


def _degrees(spot: Spot) -> str:
    """ "52.40° N, 13.07° E"."""
    north = tr("{:.2f}° N") if spot.lat >= 0 else tr("{:.2f}° S")
    east = tr("{:.2f}° E") if spot.lon >= 0 else tr("{:.2f}° W")
    return f"{north.format(abs(spot.lat))}, {east.format(abs(spot.lon))}"
