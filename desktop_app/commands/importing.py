"""How does a table of itineraries get into the reader's library from the command line?"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.casebook.language import tr
from desktop_app.casebook.trouble import Trouble
from desktop_app.commands.reading import add_library

if TYPE_CHECKING:
    from desktop_app.exchange.tables import Form
    from desktop_app.library.library import Library


def register(commands: Any) -> None:
    """Add `import itineraries` to the parser."""
    family = commands.add_parser("import", help=tr("import itineraries into a case of your own"))
    kinds = family.add_subparsers(title=tr("what can be imported"), metavar=tr("KIND"), required=True)
    command = kinds.add_parser(
        "itineraries",
        help=tr("a table of who was where when"),
        description=tr(
            "Read a table of who was where when (CSV, TSV, semicolons) into a case of your own. Places are looked up "
            "offline; those not found or not sure are listed, and wait until you settle them. The same table "
            "imported again doubles nothing."
        ),
    )
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--columns",
        default="",
        metavar="person=NAME,place=NAME,…",
        help=tr(
            "which column says what: person, person-id, role, place, country, start, end, latitude, longitude, note, "
            "reference; by name or number; what is not named is found by its head"
        ),
    )
    command.add_argument("--dates", choices=("day-month", "month-day"), help=tr("which number of 7/12/1941 is the day"))
    command.add_argument("--encoding", help=tr("of the file, such as utf-8, cp1252, gb18030, shift_jis"))
    command.add_argument("--separator", help=tr("between the columns: comma, semicolon, tab or bar"))
    command.add_argument("--title", default="", help=tr("of the case; the file's name if it is not given"))
    command.add_argument("--years", metavar="FROM-TO", help=tr("only stays that touch these years"))
    command.add_argument("--people", metavar="NAME;NAME…", default="", help=tr("only these people"))
    command.add_argument("--decisions", type=Path, metavar="FILE.csv", help=tr("the table of places, filled in"))
    command.add_argument("--report", type=Path, metavar="FILE.md", help=tr("where to write the report"))
    command.add_argument("--places", type=Path, metavar="FILE.csv", help=tr("where to write the table of places"))
    command.add_argument("--leave-out-faulty-rows", action="store_true", help=tr("import what can be read"))
    command.add_argument("--dry-run", action="store_true", help=tr("say what would be imported, and write nothing"))
    add_library(command)
    command.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    from desktop_app.exchange import columns, import_decisions, import_report, importing, itineraries, tables
    from desktop_app.exchange.imported_case import key_of
    from desktop_app.exchange.place_names import Resolver
    from desktop_app.exchange.table_dates import DateOrder
    from desktop_app.library.gazetteer import Gazetteer
    from desktop_app.reports.files import write_whole

    path: Path = options.file
    form = tables.form_of(path, options.encoding, _separator(options.separator))
    header = tables.preview(path, form).header
    settings = itineraries.Settings(
        reads=columns.typed(options.columns, header),
        order=DateOrder(options.dates) if options.dates else None,
        title=options.title.strip(),
        years=_years(options.years),
        persons=frozenset(filter(None, (name.strip() for name in options.people.split(";")))),
        without_faulty_rows=options.leave_out_faulty_rows,
    )
    _say_encoding(form)
    with _library(options.library, read_only=options.dry_run) as library, Gazetteer() as gazetteer:
        slug = key_of(settings.title or path.stem)
        decisions = importing.remembered(library, slug)
        if options.decisions:
            decisions |= import_decisions.read(options.decisions, Resolver(gazetteer, {}))
        plan = itineraries.read(path, form, settings, Resolver(gazetteer, decisions), _told()).check()
        dry = bool(options.dry_run)
        imported = importing.compared(library, plan) if dry else importing.write(library, plan, decisions)
    report = import_report.markdown(plan, imported, dry=dry)
    if options.report:
        write_whole(options.report, report.encode())
    if options.places:
        write_whole(options.places, import_decisions.written(plan.places).encode("utf-8-sig"))
    print(report if not options.report else import_report.summary(plan, imported, dry=dry))
    return 0


def _library(path: Path | None, *, read_only: bool) -> "Library":
    """The library to write to: the one named, else the reader's own, made if there is none yet."""
    from desktop_app.casebook.resources import SHIPPED
    from desktop_app.library.library import Library
    from desktop_app.library.place import own_library, with_folder

    target = path or own_library()
    if read_only:
        return Library.open(target if target.exists() else SHIPPED, read_only=True)
    library = Library.open(path or with_folder(target))
    if library.read_only:
        library.close()
        raise Trouble(what=library.why_read_only, kept=tr("Nothing was imported."))
    return library


def _separator(typed: str | None) -> str | None:
    from desktop_app.exchange.tables import SEPARATORS

    if typed is None or typed in SEPARATORS:
        return typed
    named = {name: sign for sign, name in SEPARATORS.items()}
    if typed not in named:
        raise Trouble(
            what=tr("“{}” separates no columns.").format(typed), do=tr("Name one of {}.").format(", ".join(named))
        )
    return named[typed]


def _years(typed: str | None) -> tuple[int, int] | None:
    if typed is None:
        return None
    first, _, last = typed.replace("–", "-").partition("-")
    if not first.isdecimal() or (last and not last.isdecimal()):
        raise Trouble(what=tr("“{}” are no years.").format(typed), do=tr("Write them like 1941-1945."))
    return int(first), int(last or first)


def _say_encoding(form: "Form") -> None:
    from desktop_app.exchange.tables import ENCODINGS

    if form.doubtful:
        words = tr("The file does not say in which encoding it is; it is read as {}. Name another with --encoding.")
        print(words.format(ENCODINGS.get(form.encoding, form.encoding)), file=sys.stderr)


def _told() -> Any:
    """Progress on standard error, where somebody watches it."""
    if not sys.stderr.isatty():
        return lambda _: None
    shown = -1

    def step(share: float) -> None:
        nonlocal shown
        percent = int(100 * share)
        if percent != shown:
            shown = percent
            print(f"\r{percent:3d} %", end="" if percent < 100 else "\n", file=sys.stderr, flush=True)

    return step
