"""What people said of pairs: the rows of expected.csv. A row names a class, a factor with its status, words to be found, or several of these."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from brokerage.files.sheets import Sheet, Unusable, fitted
from employers.columns import Refused
from matching import grammar
from matching.evaluation import CLASSES
from matching.judgement import Label
from matching.terms import FACTORS, Status
from matching.week import Unreadable

PAIR = ("participant", "vacancy")
SAYS = ("fit", "factor", "status", "text")
NOT_READ = ("why",)  # what the labeller saw, for other labellers
STATUSES: tuple[Status, ...] = ("pass", "fail", "unknown")
Cells = Mapping[str, str]


class BadLabels(Refused):
    """Everything that is wrong with a file, a sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))


@dataclass(frozen=True, slots=True)
class Told:
    labels: tuple[Label, ...]
    notes: tuple[str, ...]


def read(sheet: Sheet, participants: Collection[str], vacancies: Collection[str]) -> Told:
    """The labels of pairs of these references. Raises BadLabels with every row that cannot be used, Unusable for the whole file."""
    names = _names(sheet)
    found: list[Label] = []
    wrong: list[tuple[int, str]] = []
    for number, cells in sheet.rows:
        fit, misfit = fitted(sheet, cells)
        row = {name: " ".join(cell.split()) for name, cell in zip(names, fit, strict=False)}
        bad = [(misfit[0], misfit[2])] if misfit else list(_wrong(row, participants, vacancies))
        wrong += [(number, _sentence(sheet.file, number, column, row.get(column, ""), how)) for column, how in bad]
        if not bad:
            found.append(_label(number, row))
    if wrong := sorted([*wrong, *_contradictions(sheet.file, found)]):
        raise BadLabels([sentence for _, sentence in wrong])
    if not found:
        raise Unusable(sheet.file, "There is no row under the names of the columns. Add one for each pair.", 2)
    unused = [cell for cell, name in zip(sheet.header, names, strict=True) if name not in (*PAIR, *SAYS, *NOT_READ)]
    return Told(tuple(found), tuple(f"{sheet.file}: the column “{each}” is not used here." for each in unused))


def _names(sheet: Sheet) -> list[str]:
    """The header's cells as names of columns. Raises Unusable where one that is needed is missing, or is there twice."""
    names = ["_".join(cell.strip().lower().split()) for cell in sheet.header]
    missing = [name for name in PAIR if name not in names] or ([] if set(SAYS) & set(names) else ["fit"])
    if missing:
        how = f"There is no column of this name. Write {', '.join((*PAIR, *SAYS))} in the first row."
        raise Unusable(sheet.file, how, 1, missing[0])
    if twice := [name for name in (*PAIR, *SAYS) if names.count(name) > 1]:
        raise Unusable(sheet.file, f"The column {twice[0]} is there twice. Take one of them out.", 1, twice[0])
    return names


def _contradictions(file: str, found: list[Label]) -> Iterator[tuple[int, str]]:
    """A pair may have several rows, for several factors; its class is one and the same."""
    firsts: dict[tuple[str, str], Label] = {}
    for label in found:
        first = firsts.setdefault((label.participant, label.vacancy), label) if label.fits else label
        if first.fits != label.fits:
            how = f"row {first.row} says another class of this pair; correct one of the two"
            yield label.row, _sentence(file, label.row, "fit", "|".join(label.fits), how)


def _wrong(row: Cells, participants: Collection[str], vacancies: Collection[str]) -> Iterator[tuple[str, str]]:
    for column, known in zip(PAIR, (participants, vacancies), strict=True):
        if not row[column]:
            yield column, f"left blank; write the reference of a {column}"
        elif row[column] not in known:
            yield column, f"there is no {column} of this reference; correct it, or add the {column} to its file"
    for column, allowed in (("fit", CLASSES), ("factor", FACTORS), ("status", STATUSES)):
        try:
            for word in _either(row.get(column, "")):
                grammar.word(word, allowed)
        except Unreadable as unreadable:
            either = ", or several separated by |" if column != "factor" else ""
            yield column, f"{unreadable.how}{either}"
    if "|" in row.get("factor", ""):
        yield "factor", "write one factor a row"
    if row.get("status") and not row.get("factor"):
        yield "factor", "there is a status and no factor; write the factor that has it"
    if not any(row.get(column) for column in SAYS):
        yield "fit", "the row says nothing of the pair; write a class, a factor with its status, or words to be found"


def _label(number: int, row: Cells) -> Label:
    said = {column: tuple(word.lower() for word in _either(row.get(column, ""))) for column in ("fit", "status")}
    fits = tuple(fit for fit in CLASSES if fit in said["fit"])
    statuses = tuple(status for status in STATUSES if status in said["status"])
    factor = next((factor for factor in FACTORS if factor == row.get("factor", "").lower()), None)
    return Label(number, row["participant"], row["vacancy"], fits, factor, statuses, row.get("text", ""))


def _either(cell: str) -> list[str]:
    return [word.strip() for word in cell.split("|")] if cell else []


def _sentence(file: str, row: int, column: str, read: str, how: str) -> str:
    said = f"read “{read}”. " if read else ""
    return f"{file}, row {row}, column {column}: {said}{how[:1].upper()}{how[1:]}."
