"""Twelve employers of Hallbrook, what eight agreements promise, and times offered to see people."""

from brokerage.demonstration.accounts import GRACE, HELEN, MARTIN, SAM


def _employer(reference: str, name: str, sector: str, size: str, postcode: str, **cells: str) -> dict[str, str]:
    return {"reference": reference, "name": name, "sector": sector, "size": size, "postcode": postcode} | cells


EMPLOYERS = [
    _employer(
        "E001", "Tanner Row Kitchens", "catering", "35", "HB4 2TR", coordinator=GRACE, channel="direct",
        contact_name="Helen Marsh", contact_email=HELEN, contact_phone="01632 960101",
    ),
    _employer(
        "E002", "Ferrymoor Infirmary", "health", "2400", "HB5 1FM", coordinator=SAM, channel="direct",
        contact_name="Martin Szabo", contact_email=MARTIN, contact_phone="01632 960102",
    ),
    _employer(
        "E003", "Netherfield Homes", "housing", "140", "HB3 1NH", coordinator=GRACE, channel="direct",
        contact_name="Bev Tranter", contact_email="bev.tranter@example.org", contact_phone="01632 960103",
    ),
    _employer(
        "E004", "Kelham Loop Logistics", "warehousing", "310", "HB7 3KL", coordinator=SAM, channel="direct",
        contact_name="Piotr Banas", contact_email="piotr.banas@example.org", contact_phone="01632 960104",
    ),
    _employer(
        "E005", "Owlerby Garden Centre", "retail", "60", "HB6 4GC", coordinator=GRACE, channel="direct",
        contact_name="Ines Calder", contact_email="ines.calder@example.org",
    ),
    _employer(
        "E006", "Riverside Hotel", "hospitality", "85", "HB1 2RH", coordinator=SAM, channel="direct",
        contact_name="Yusuf Demir", contact_email="yusuf.demir@example.org", contact_phone="01632 960106",
    ),
    _employer(
        "E007", "Wadsley End Primary School", "education", "42", "HB8 1WE", coordinator=GRACE, channel="direct",
        contact_name="Carol Ashdown", contact_email="carol.ashdown@example.org", contact_phone="01632 960107",
    ),
    _employer(
        "E008", "Hallbrook Town Council", "local government", "900", "HB1 1TH", coordinator=GRACE, channel="direct",
        contact_name="Femi Adeleke", contact_email="femi.adeleke@example.org", contact_phone="01632 960108",
    ),
    _employer(
        "E009", "Brightwell Stores", "retail", "180", "HB2 6BS", coordinator=SAM, channel="direct",
        contact_name="Lena Morrow", contact_email="lena.morrow@example.org", contact_phone="01632 960109",
    ),
    _employer(
        "E010", "Beckside Building Society", "finance", "75", "HB1 3BB", coordinator=SAM, channel="direct",
        contact_name="Anita Rowe", contact_email="anita.rowe@example.org",
    ),
    _employer(
        "E011", "Northgate Law Centre", "legal", "14", "HB1 3LC", coordinator=GRACE, channel="direct",
        contact_name="Colm Brady", contact_email="colm.brady@example.org", contact_phone="01632 960111",
    ),
    _employer(
        "E012", "Quickstep Staffing", "agency", "12", "HB1", coordinator=SAM, channel="agency",
        contact_name="Jade Purcell", contact_email="jade.purcell@example.org", contact_phone="01632 960112",
        withheld="Two people were paid late. Sam is talking to the branch; nobody is put forward until it is settled.",
    ),
]  # fmt: skip


def _agreement(reference: str, employer: str, kind: str, places: str, **cells: str) -> dict[str, str]:
    return {"reference": reference, "employer": employer, "kind": kind, "places": places} | cells


AGREEMENTS = [
    _agreement(
        "A001", "E001", "guaranteed_interview", "8", starts_on="{-70}", ends_on="{+295}", days_to_interview="10",
        training="kitchen skills", certificate="food hygiene level 2",
        notes="Everybody who has done the two-day kitchen course is seen.",
    ),
    _agreement(
        "A002", "E002", "guaranteed_interview", "12", starts_on="{-120}", ends_on="{+245}", days_to_interview="14",
        area="HB3; HB5; HB8", training="pre-employment health care",
        notes="For the wards, the laundry and the front desks. Group visits on Thursdays.",
    ),
    _agreement(
        "A003", "E003", "ring_fenced", "3", starts_on="{-14}", ends_on="{+170}", ring_fenced_until="{Fri+3}", area="HB3",
        notes="Posts on the estate are kept for its tenants first.",
    ),
    _agreement(
        "A004", "E004", "job_trial", "6", starts_on="{-45}", ends_on="{+140}",
        notes="Three paid days on the floor instead of an interview.",
    ),
    _agreement(
        "A005", "E009", "guaranteed_interview", "10", starts_on="{-21}", ends_on="{+344}", days_to_interview="7",
        training="retail taster", notes="Lena sees people in the staff canteen and walks them round the shop.",
    ),
    _agreement(
        "A006", "E006", "work_experience", "4", starts_on="{-30}", ends_on="{+150}",
        notes="Two weeks, three roles, a named colleague each day; an interview at the end for who would like one.",
    ),
    _agreement(
        "A007", "E007", "work_experience", "4", starts_on="{-10}", ends_on="{+210}", area="HB8; HB5",
        notes="Mornings in class with a teacher. The school applies for the DBS check.",
    ),
    _agreement(
        "A008", "E008", "job_trial", "5", starts_on="{-60}", ends_on="{+120}", days_to_interview="14",
        training="introduction to care", notes="Two shadow shifts at Beech Court, then a talk. No interview.",
    ),
]  # fmt: skip


def _slot(reference: str, starts_at: str, places: str, where: str, **cells: str) -> dict[str, str]:
    return {"reference": reference, "starts_at": starts_at, "minutes": "30", "places": places, "where": where} | cells


SLOTS = [
    _slot("S001", "{Tue+1} 10:00", "2", "Tanner Row Kitchens, ask for Helen", agreement="A001", vacancy="V001"),
    _slot("S002", "{Tue+1} 10:45", "2", "Tanner Row Kitchens, ask for Helen", agreement="A001", vacancy="V001"),
    _slot("S003", "{Thu+1} 13:30", "4", "Ferrymoor Infirmary, education centre", agreement="A002", minutes="60",
          with_coordinator="yes"),
    _slot("S004", "{Thu+2} 13:30", "4", "Ferrymoor Infirmary, education centre", agreement="A002", minutes="60",
          with_coordinator="yes"),
    _slot("S005", "{Wed+1} 11:00", "1", "Netherfield Homes, estate office", agreement="A003", vacancy="V010"),
    _slot("S006", "{Wed+1} 11:45", "1", "Netherfield Homes, estate office", agreement="A003", vacancy="V011"),
    _slot("S007", "{Fri+1} 09:45", "3", "Brightwell Stores, staff canteen", agreement="A005", vacancy="V035"),
    _slot("S008", "{Fri+1} 12:30", "3", "Brightwell Stores, staff canteen", agreement="A005", vacancy="V036"),
    _slot("S009", "{Mon+2} 14:00", "2", "Riverside Hotel, lounge", agreement="A006", minutes="45", with_coordinator="yes"),
    _slot("S010", "{Tue+2} 10:30", "2", "Beech Court", agreement="A008", vacancy="V031", minutes="45"),
    _slot("S011", "{Wed+2} 10:00", "1", "Beckside Building Society, by phone if better", vacancy="V038"),
    _slot("S012", "{Tue-1} 11:00", "2", "Netherfield Homes, estate office", agreement="A003", vacancy="V011"),
    _slot("S013", "{Wed-1} 10:00", "2", "Brightwell Stores, staff canteen", agreement="A005", vacancy="V037"),
    _slot("S014", "{Wed-1} 14:00", "1", "Wadsley End Primary School", vacancy="V028"),
]  # fmt: skip
