"""Who works on the programme in Hallbrook, and who may sign in from an employer. All made up."""

from typing import NamedTuple

from brokerage.accounts import RoleName


class Account(NamedTuple):
    email: str
    name: str
    role: RoleName


GRACE, SAM = "grace.okoye@example.org", "sam.lister@example.org"
PRIYA, OWEN, JACKIE, DELE = (
    "priya.nair@example.org",
    "owen.bell@example.org",
    "jackie.moss@example.org",
    "dele.afolabi@example.org",
)
HELEN, MARTIN = "helen.marsh@example.org", "martin.szabo@example.org"

ACCOUNTS = (
    Account(GRACE, "Grace Okoye", "coordinator"),
    Account(SAM, "Sam Lister", "coordinator"),
    Account(PRIYA, "Priya Nair", "keyworker"),
    Account(OWEN, "Owen Bell", "keyworker"),
    Account(JACKIE, "Jackie Moss", "keyworker"),
    Account(DELE, "Dele Afolabi", "keyworker"),
    Account("ruth.castell@example.org", "Ruth Castell", "manager"),
    Account("ian.copley@example.org", "Ian Copley", "administrator"),
    Account(HELEN, "Helen Marsh", "employer"),  # Tanner Row Kitchens
    Account(MARTIN, "Martin Szabo", "employer"),  # Ferrymoor Infirmary
)
