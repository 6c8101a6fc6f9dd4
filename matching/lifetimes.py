"""How long certificates usually last: for a question ("until when?"), never to work an end out. The paper itself decides.

Years from the day of issue. Sources: the body or rule named in each line, as of 2026; what is not listed has no end that
the law or its issuer sets (food hygiene, a forklift certificate, a personal licence since 2015, a DBS certificate),
though an employer may ask for a newer one.
"""

from typing import NamedTuple

LINES = """
first aid at work: 3, HSE guidance L74
emergency first aid at work: 3, HSE guidance L74
paediatric first aid: 3, EYFS statutory framework
mental health first aid: 3, MHFA England
safeguarding training: 3, intercollegiate documents on safeguarding
safeguarding level 2: 3, intercollegiate documents on safeguarding
asbestos awareness: 1, UKATA
cscs card: 5, CSCS
cscs skilled worker card: 5, CSCS
pasma: 5, PASMA
ipaf: 5, IPAF
street works card: 5, Street Works Qualifications Register
gas safe registration: 1, Gas Safe Register
driving licence: 10, DVLA (the photocard)
provisional driving licence: 10, DVLA (the photocard)
driver cpc: 5, DVSA
digital tachograph card: 5, DVLA
midas: 4, Community Transport Association
motorcycle cbt: 2, DVSA
taxi licence: 3, Deregulation Act 2015, section 10
sia door supervisor licence: 3, Security Industry Authority
sia security guard licence: 3, Security Industry Authority
sia cctv licence: 3, Security Industry Authority
dbs update service: 1, Disclosure and Barring Service (the subscription)
pool lifeguard qualification: 2, RLSS UK
"""


class Lifetime(NamedTuple):
    years: int
    source: str


def _read() -> dict[str, Lifetime]:
    found = {}
    for line in LINES.strip().splitlines():
        key, _, rest = line.partition(": ")
        years, _, source = rest.partition(", ")
        found[key] = Lifetime(int(years), source)
    return found


LIFETIMES = _read()  # by the key of the certificate
