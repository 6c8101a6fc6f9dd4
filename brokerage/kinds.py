"""The five kinds of record that have a file, by the word of the command that imports them."""

from brokerage.participants import PARTICIPANTS
from brokerage.slots import SLOTS
from employers.agreement_terms import AGREEMENTS
from employers.employers import EMPLOYERS
from employers.records import Kind
from employers.vacancies import VACANCIES

KINDS: dict[str, Kind] = {kind.words: kind for kind in (EMPLOYERS, AGREEMENTS, VACANCIES, PARTICIPANTS, SLOTS)}
