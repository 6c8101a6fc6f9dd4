"""Sixty people of Hallbrook, all invented, told as keyworkers know them: some in full, some hardly at all.

Only what bears on work is written here: no age, condition, benefit, offence or reason for a gap.
Phone numbers are of the ranges that Ofcom keeps free for drama.
"""

from brokerage.demonstration.accounts import DELE, JACKIE, OWEN, PRIYA


def _person(number: int, name: str, postcode: str, keyworker: str, **cells: str) -> dict[str, str]:
    mailbox = name.lower().replace(" ", ".").replace("'", "")
    reached = {
        "email": {"email": f"{mailbox}@example.org"},
        "sms": {"phone": f"07700 9000{number:02}"},
        "phone": {"phone": f"01632 9602{number:02}"},
    }
    row = {"reference": f"P{number:03}", "name": name, "postcode": postcode, "keyworker": keyworker, "live": "yes"}
    return row | {"area": postcode.partition(" ")[0]} | reached.get(cells.get("channel", ""), {}) | cells


_ST_PAULS = {"school_postcode": "HB2 1SP", "drop_off": "08:50", "pick_up": "15:15"}
_NETHERFIELD = {"school_postcode": "HB3 2SW", "drop_off": "08:45", "pick_up": "15:10"}
_TANNER_ROW = {"school_postcode": "HB4 3PS", "drop_off": "08:50", "pick_up": "15:20"}
_FERRYMOOR = {"school_postcode": "HB5 4FS", "drop_off": "08:45", "pick_up": "15:15"}
_NOTHING_AGAINST = {"limits": "none", "legal": "none"}

PARTICIPANTS = [
    _person(
        1, "Kamila Wrona", "HB1 6AD", PRIYA, channel="email",
        available="Mon-Fri 10:00-17:30", caring="none", hours_min="14", hours_max="20", day_hours_max="5",
        travel_modes="walk; bus; rail", travel_max="45", skills="teaching; care work; library administration; drawing",
        certificates="none", limits="standing 30; targets no; pace no", not_adjustable="targets; pace", legal="none",
        wants="library; arts; archive", avoids="warehousing; call centre", contracts="fixed_term; temporary; casual",
        share="name; strengths; skills; hours",
    ),
    _person(
        2, "Rupi Sandhu", "HB2 1AB", JACKIE, channel="phone", safe_window="Mon-Fri 10:00-14:00", **_ST_PAULS,
        available="Mon-Fri 08:30-15:45", hours_min="16", hours_max="25", travel_modes="walk; bus", travel_max="35",
        skills="running a home; budgeting for a household; looking after children; getting on with people; not yet using office software",
        certificates="none", wants="retail", **_NOTHING_AGAINST, training_completed="retail taster", share="strengths; skills; hours",
    ),
    _person(
        3, "Tanya Fairclough", "HB4 1DF", OWEN, channel="letter",
        available="Mon-Fri 08:00-18:00", caring="none", hours_min="20", hours_max="37", travel_modes="bus; rail",
        travel_max="40", skills="legal secretary; typing; taking minutes; keeping records; customer service; basic IT; "
        "not yet using office software", certificates="none", wants="legal; administrator; clerk", avoids="agency",
        contracts="permanent; fixed_term; temporary", **_NOTHING_AGAINST, share="name; strengths; skills; certificates; hours",
    ),
    _person(
        4, "Joseph Adeyemi", "HB3 2QD", PRIYA, channel="phone",
        available="daily 06:00-22:00", caring="none", hours_min="30", hours_max="40", travel_modes="bus; walk", travel_max="50",
        skills="taxi driver; knowing local roads; helping passengers; communicating clearly", limits="none", legal="none",
        wants="care; driver; transport", training_completed="introduction to care", share="name; strengths; skills; hours",
    ),
    _person(
        5, "Amina Warsame", "HB1 6JQ", DELE, channel="sms",
        available="Mon-Fri 08:15-17:45", caring="Mon-Fri 17:45-21:00; Sat,Sun 06:00-21:00", hours_min="16", hours_max="24",
        travel_modes="walk; bus", travel_max="30", skills="customer service assistant; speaking Somali; handling money; "
        "budgeting for a household", certificates="none", wants="finance; customer", contracts="permanent; fixed_term",
        **_NOTHING_AGAINST, share="name; strengths; skills; hours",
    ),
    _person(
        6, "Stewart Ridley", "HB5 2NU", OWEN, channel="sms",
        available="daily 06:00-23:15", caring="none", hours_min="30", hours_max="40", travel_modes="bus; cycle", travel_max="60",
        skills="retail; delivery person; customer service; basic hospitality courses", certificates="level 2 customer service",
        wants="hospitality; retail", contracts="permanent; fixed_term; temporary", **_NOTHING_AGAINST,
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        7, "Aisha Rahman", "HB3 3HN", PRIYA, channel="sms", safe_window="daily 10:00-14:00", **_NETHERFIELD,
        available="Mon-Fri 08:30-15:30; Tue,Thu 18:00-21:00; Sat 10:00-14:00",
        caring="Mon-Fri 06:00-08:30; Mon-Fri 15:30-18:00; Sat,Sun 06:00-09:00", childcare_welcome="yes",
        hours_min="16", hours_max="20", day_hours_max="5", travel_modes="walk; bus", travel_max="walk 25; bus 40",
        skills="cooking from scratch; kitchen work; worked the tills; speaking Urdu; teamwork",
        certificates="food hygiene level 2 until {+210}", legal="none", wants="catering; education", avoids="call centre",
        pay_min="12.80", training_completed="kitchen skills", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        8, "Tomasz Zielinski", "HB4 3GA", PRIYA, channel="email",
        available="daily 06:00-22:00", caring="none", hours_min="15", hours_max="40", travel_modes="walk; bus; cycle",
        travel_max="60", skills="kitchen work; cooking for events; washing up; cleaning; working in a team; speaking Polish",
        certificates="food hygiene level 2 until {+480}; first aid at work", **_NOTHING_AGAINST,
        training_completed="kitchen skills", share="name; strengths; skills; certificates; hours; adjustments",
    ),
    _person(
        9, "Lorraine Peel", "HB4 1DF", OWEN, channel="phone",
        available="Mon-Fri 07:30-14:30", caring="Mon-Fri 15:00-19:00", hours_min="16", hours_max="24", travel_modes="walk; bus",
        travel_max="30", skills="ran a school kitchen; school dinners; doing the rota; cleaning; reading with children",
        certificates="food hygiene level 2 until {+30}; safeguarding until {+400}", limits="lifting 10", legal="none",
        wants="catering; education", share="name; strengths; skills; certificates",
    ),
    _person(
        10, "Danny Whitlock", "HB1 7PL", OWEN, channel="sms",
        available="any", caring="none", hours_min="16", hours_max="40", travel_modes="cycle; walk", travel_max="cycle 35; walk 30",
        skills="kitchen porter; working in a team; bike repairs; shelf stacking", certificates="none", limits="standing 120",
        legal="none", wants="catering; warehousing", share="name; strengths; skills; hours; adjustments",
    ),
    _person(
        11, "Megan Thorpe", "HB3 4LX", JACKIE, channel="email",
        available="Mon-Sat 07:00-20:30", caring="none", hours_min="16", hours_max="30", travel_modes="walk; bus", travel_max="40",
        skills="food prep; baking; food safety; cleaning; attention to detail", certificates="none", **_NOTHING_AGAINST,
        wants="catering", training_completed="kitchen skills", share="name; strengths; skills; hours",
    ),
    _person(
        12, "Olu Bankole", "HB5 3BT", DELE, channel="email",
        available="any", caring="none", hours_min="18", hours_max="40", travel_modes="bus; cycle; walk", travel_max="60",
        skills="porter; moving and handling; cleaning; working in a team; communicating clearly; customer service",
        certificates="care certificate; moving and handling of people until {+150}", **_NOTHING_AGAINST,
        training_completed="pre-employment health care", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        13, "Siobhan Kearney", "HB2 3EY", JACKIE, channel="sms", **_ST_PAULS,
        available="Mon-Fri 07:30-17:00", caring="none", childcare_welcome="no", hours_min="16", hours_max="25",
        travel_modes="walk; bus", travel_max="35", skills="shop work; tills; stacking shelves; customer service", certificates="none",
        **_NOTHING_AGAINST, wants="retail", training_completed="retail taster", share="name; strengths; skills; hours",
    ),
    _person(
        14, "Halima Yusuf", "HB2 4RT", DELE, channel="sms", **_ST_PAULS,
        available="Mon-Fri 08:00-16:00", caring="none", childcare_welcome="no", hours_min="14", hours_max="22",
        travel_modes="walk; bus", travel_max="40", skills="looking after children; interpreting for family; teamwork; cleaning",
        certificates="none", **_NOTHING_AGAINST, share="strengths; skills; hours",
    ),
    _person(
        15, "Gemma Oakes", "HB1 6JQ", OWEN, channel="email", **_ST_PAULS,
        available="Mon-Fri 08:00-18:00", caring="none", childcare_welcome="yes", hours_min="15", hours_max="25",
        travel_modes="walk; bus; cycle", travel_max="35", skills="receptionist; answering phones; Excel; customer service; filing; booking appointments",
        certificates="none", **_NOTHING_AGAINST, wants="administrator; receptionist", share="name; strengths; skills; hours",
    ),
    _person(
        16, "Precious Ndlovu", "HB2 1AB", PRIYA, channel="sms", **_ST_PAULS,
        available="Mon-Fri 07:00-19:00; Sat 09:00-17:00", caring="none", childcare_welcome="yes", hours_min="16", hours_max="28",
        travel_modes="walk; bus", travel_max="50", skills="care assistant; personal care; shop assistant; good communication skills",
        certificates="care certificate", **_NOTHING_AGAINST, training_completed="retail taster",
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        17, "Craig Lomas", "HB2 3EY", DELE, channel="phone", **_ST_PAULS,
        available="Mon-Fri 07:00-17:00", caring="Wed 13:00-17:00", childcare_welcome="no", hours_min="16", hours_max="30",
        travel_modes="car", travel_max="30", skills="stock control; warehouse work; fork lift; team player",
        certificates="driving licence; forklift licence until {+60}", **_NOTHING_AGAINST, share="name; strengths; skills; certificates",
    ),
    _person(
        18, "Nadia Petrescu", "HB4 3GA", JACKIE, channel="sms", **_TANNER_ROW,
        available="Mon-Fri 08:00-16:00", caring="none", childcare_welcome="no", hours_min="14", hours_max="25",
        travel_modes="walk; bus", travel_max="35", skills="kitchen hand; cooking for the family; teamwork; speaking Romanian",
        certificates="food hygiene level 2 until {+365}", **_NOTHING_AGAINST, wants="catering",
        training_completed="kitchen skills", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        19, "Chantelle Bright", "HB4 1DF", PRIYA, channel="sms", **_TANNER_ROW,
        available="Mon-Fri 08:00-16:00", caring="none", childcare_welcome="no", hours_min="14", hours_max="24",
        travel_modes="walk; bus", travel_max="30", skills="canteen work; washing up; cleaning; merchandising",
        certificates="level 2 food safety until {+250}", **_NOTHING_AGAINST, training_completed="kitchen skills",
        share="name; strengths; skills; hours",
    ),
    _person(
        20, "Farida Aziz", "HB4 3GA", DELE, channel="letter", **_TANNER_ROW,
        available="Mon-Fri 08:00-15:45", caring="none", childcare_welcome="no", hours_min="12", hours_max="20",
        travel_modes="walk; bus", travel_max="walk 30; bus 40", skills="cooks for big family parties; catering; sewing; teamwork",
        certificates="food hygiene level 3 until {+600}", **_NOTHING_AGAINST, wants="catering", share="strengths; skills",
    ),
    _person(
        21, "Leanne Stubbs", "HB4 1DF", OWEN, channel="email", **_TANNER_ROW,
        available="Mon-Fri 08:00-16:00", caring="none", childcare_welcome="no", hours_min="14", hours_max="22",
        travel_modes="walk; car", travel_max="30", skills="catering assistant; barista; till work; working in a team",
        certificates="food hygiene level 2 until {+120}; driving licence", **_NOTHING_AGAINST, share="name; strengths; skills; certificates",
    ),
    _person(
        22, "Ewa Nowicka", "HB5 2NU", JACKIE, channel="email", **_FERRYMOOR,
        available="Mon-Fri 08:00-16:00", caring="none", hours_min="16", hours_max="24", travel_modes="walk; bus", travel_max="45",
        skills="kitchen and catering work; cleaning; laundry; quick learner", certificates="food hygiene level 2",
        **_NOTHING_AGAINST, training_completed="pre-employment health care", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        23, "Blessing Eze", "HB5 4FS", PRIYA, channel="sms", **_FERRYMOOR,
        available="Mon-Fri 08:00-17:30", caring="none", childcare_welcome="yes", hours_min="18", hours_max="30",
        travel_modes="walk; bus", travel_max="40", skills="carer; washing and dressing; dementia care; taking observations",
        certificates="care certificate; safeguarding", limits="nights no; lifting 12", legal="none",
        not_adjustable="nights", wants="health; care", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        24, "Donna Platts", "HB3 2QD", DELE, channel="phone", school_postcode="HB3 2SW", drop_off="08:45",
        available="Mon-Fri 09:00-15:00 (term); Mon-Thu 10:00-13:00 (holidays)", caring="none", hours_min="10", hours_max="18",
        travel_modes="walk", travel_max="30", skills="lunchtime supervisor; playgroup; reading volunteer",
        certificates="safeguarding until {+330}; paediatric first aid until {-20}", limits="none", legal="none",
        wants="education", share="name; strengths; skills",
    ),
    _person(
        25, "Imran Khalid", "HB1 7PL", OWEN, channel="email",
        available="Mon-Fri 07:00-20:00", caring="none", hours_min="18", hours_max="37.5", travel_modes="bus; walk; rail", travel_max="60",
        skills="PC repairs; IT support; Excel; data entry; answering the telephone; keeping records", certificates="none",
        **_NOTHING_AGAINST, wants="administrator", contracts="permanent; fixed_term; apprenticeship",
        share="name; strengths; skills; hours",
    ),
    _person(
        26, "Shanice Grant", "HB2 4RT", JACKIE, channel="sms",
        available="daily 06:15-24:00", caring="none", hours_min="16", hours_max="40", travel_modes="bus; walk", travel_max="60",
        skills="waitressing; bar work; coffee shop work; good communication; customer service; social media", certificates="personal licence; food hygiene level 2 until {+340}",
        **_NOTHING_AGAINST, wants="hospitality", pay_min="12.71", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        27, "Kev Doyle", "HB8 2EP", DELE, channel="sms",
        available="Mon-Sat 06:00-19:00", caring="none", hours_min="24", hours_max="40", travel_modes="car; cycle", travel_max="40",
        skills="handyman; gardening; painting and decorating; power tools; grass cutting; driving",
        certificates="driving licence; CSCS card until {+95}", **_NOTHING_AGAINST, wants="caretaker; gardener",
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        28, "Mohammed Saleh", "HB3 4LX", PRIYA, channel="phone",
        available="Mon-Sat 06:30-21:00", caring="none", hours_min="20", hours_max="40", travel_modes="bus; walk",
        travel_max="60", skills="grounds work; mowing; bricklaying labouring; teamwork; speaking Arabic", certificates="CSCS card",
        limits="none", legal="children until {+400}; vulnerable_adults until {+400}", avoids="education",
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        29, "Wayne Pashley", "HB1 6AD", JACKIE, channel="sms",
        available="any", caring="none", hours_min="25", hours_max="45", travel_modes="walk; bus; cycle", travel_max="60",
        skills="warehouse picking and packing; labouring; kitchen porter; grounds maintenance; cleaning",
        certificates="manual handling", limits="none",
        legal="children; vulnerable_adults until {+900}; money until {+60}", share="strengths; skills; hours",
    ),
    _person(
        30, "Lee Hartley", "HB3 3HN", OWEN, channel="none",
        available="Mon-Fri 06:00-16:00", hours_min="30", hours_max="40", travel_modes="bus", travel_max="60",
        skills="warehouse; forklift driving; loading lorries", certificates="forklift licence until {-15}; driving licence",
        limits="none", share="skills; certificates", live="no",
    ),
    _person(
        31, "Zofia Malik", "HB7 1CV", DELE, channel="email",
        available="Mon-Fri 09:00-22:30", caring="Mon-Fri 06:00-09:00", hours_min="16", hours_max="30", travel_modes="walk; bus; car",
        travel_max="walk 30; bus 45; car 30", skills="picking and packing; quality control; stock taking; Punjabi",
        certificates="driving licence; manual handling until {+40}", limits="lifting 10", legal="none",
        share="name; strengths; skills; certificates; hours; adjustments",
    ),
    _person(
        32, "Ryan Escott", "HB2 3EY", PRIYA, channel="sms",
        available="daily 05:00-22:00", caring="none", hours_min="30", hours_max="45", travel_modes="bus; cycle", travel_max="60",
        skills="warehouse operative; shelf stacking; working in a team; lifting and carrying; RF scanner", certificates="none",
        **_NOTHING_AGAINST, wants="warehousing", contracts="permanent; temporary", share="name; strengths; skills; hours",
    ),
    _person(
        33, "Agnieszka Lis", "HB7", OWEN, channel="email",
        available="Mon-Fri 06:00-23:00", caring="none", hours_min="20", hours_max="40", travel_modes="car", travel_max="35",
        skills="data entry; forklift driving; stock control; keeping records; goods in; speaking Polish", certificates="driving licence; forklift licence",
        **_NOTHING_AGAINST, share="name; strengths; skills; certificates; hours",
    ),
    _person(
        34, "Derek Mills", "HB9 1ST", JACKIE, channel="phone",
        available="Mon-Sat 08:00-20:00", caring="none", hours_min="16", hours_max="30", travel_modes="rail; walk", travel_max="60",
        skills="bookkeeping; customer service; committee treasurer; gardening; allotment", certificates="none",
        limits="standing 90; lifting 8; walking 45", not_adjustable="lifting", legal="none", contracts="permanent; fixed_term",
        share="name; strengths; skills; hours; adjustments",
    ),
    _person(
        35, "Maureen Tuck", "HB9", DELE, channel="letter",
        available="Mon,Tue,Thu 09:00-16:00", caring="Wed,Fri 00:00-24:00", hours_min="12", hours_max="20", travel_modes="car",
        travel_max="35", skills="cared for my nan; cared for my husband; care plans; cooking from scratch; driving",
        certificates="driving licence", limits="lifting 8; nights no", legal="none", wants="care",
        share="strengths; skills",
    ),
    _person(
        36, "Bilal Hussain", "HB1 6JQ", PRIYA, channel="email",
        available="Mon-Fri 08:00-20:00; Sat,Sun 09:00-24:00", caring="none", hours_min="16", hours_max="35", travel_modes="walk; bus",
        travel_max="40", skills="taking photos; video editing; social media; market stall; customer service",
        certificates="none", limits="none", legal="none", wants="arts; hospitality", avoids="warehouse", pay_min="13.00",
        share="name; strengths; skills",
    ),
    _person(
        37, "Carys Meredith", "HB8 4YD", JACKIE, channel="email",
        available="Mon-Fri 08:00-17:00 (term)", caring="Mon-Fri 07:00-19:00 (holidays)", hours_min="12", hours_max="32",
        travel_modes="walk; bus", travel_max="40", skills="teaching assistant; SEN support; hearing children read; craft work; Welsh",
        certificates="level 2 teaching assistant; paediatric first aid until {+300}; enhanced DBS", **_NOTHING_AGAINST,
        wants="education", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        38, "Abdi Farah", "HB5 3BT", OWEN, channel="sms",
        available="daily 05:00-24:00", caring="none", hours_min="15", hours_max="38", travel_modes="bus; walk; cycle", travel_max="60",
        skills="interpreting; speaking Somali; speaking Arabic; youth club; customer service; stewarding",
        certificates="safeguarding; SIA door supervisor licence until {+75}", **_NOTHING_AGAINST,
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        39, "Pauline Grice", "HB8 2EP", PRIYA, channel="phone",
        available="Mon-Fri 09:00-15:00", caring="daily 18:00-24:00", hours_min="6", hours_max="16", day_hours_max="4",
        travel_modes="walk; bus", travel_max="40", skills="cleaning houses; ironing; laundry; charity shop",
        certificates="none", limits="standing 180; lifting 6; walking 90", legal="none", share="name; strengths; skills; hours",
    ),
    _person(
        40, "Hassan Demirci", "HB4 3GA", DELE, channel="sms",
        available="daily 15:00-24:00", caring="none", hours_min="20", hours_max="40", travel_modes="walk; bus", travel_max="45",
        skills="takeaway; pizza making; food prep; washing up; speaking Turkish", certificates="food hygiene level 2 until {+45}",
        **_NOTHING_AGAINST, wants="catering; hospitality", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        41, "Jodie Marsden", "HB3 2QD", OWEN, channel="sms",
        available="Mon,Tue,Wed 07:00-19:00; Sat 07:00-19:00 / Thu,Fri 07:00-19:00; Sun 07:00-19:00", caring="none", hours_min="20",
        hours_max="30", travel_modes="bus; walk", travel_max="40", skills="care work; kitchen assistant; team work; staying calm",
        certificates="food hygiene level 2 until {+280}", limits="none", legal="none", share="name; strengths; skills; certificates",
    ),
    _person(
        42, "Vikram Rao", "HB2 1AB", JACKIE, channel="email",
        available="Mon-Fri 07:30-19:00; Sat 09:00-17:00", caring="none", hours_min="24", hours_max="40", travel_modes="car; bus", travel_max="45",
        skills="bank cashier; bookkeeping; Excel; customer service; leading a team", certificates="driving licence",
        **_NOTHING_AGAINST, wants="finance; administrator", pay_min="14.00", contracts="permanent",
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        43, "Ollie Fenwick", "HB1 7PL", PRIYA, channel="sms",
        available="daily 08:00-22:00", caring="none", hours_min="7", hours_max="30", travel_modes="walk",
        travel_max="walk 35", skills="gaming; Instagram; dog walking",
        certificates="none", limits="conflict no", legal="none", wants="animals; youth", share="strengths",
    ),
    _person(
        44, "Grace Tembo", "HB5 2NU", DELE, channel="email",
        available="Thu-Mon 00:00-24:00; Tue 00:00-10:00", caring="Tue 10:00-20:00; Wed 06:00-20:00", hours_min="24", hours_max="36", travel_modes="bus; walk",
        travel_max="45", skills="HCA; personal care; hoisting; blood pressure; good communication", certificates="care certificate; "
        "medication training until {+20}", **_NOTHING_AGAINST, wants="health; care", pay_min="13.45",
        training_completed="pre-employment health care", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        45, "Fraser Boyd", "HB3", JACKIE, channel="phone",
        available="any", caring="none", hours_min="20", hours_max="48", travel_modes="car", travel_max="45",
        skills="HGV driver; van driving; route planning; vehicle checks", certificates="category C licence until {+500}; driver CPC until {+130}",
        limits="none", legal="none", wants="driver", pay_min="14.00", share="name; strengths; skills; certificates; hours",
    ),
    _person(46, "Sunita Patel", "HB2 4RT", OWEN, channel="phone", skills="sewing; cooking at home; school governor", share=""),
    _person(
        47, "Callum Reid", "HB8 4YD", PRIYA, channel="sms",
        available="any", caring="none", hours_min="6", hours_max="40", skills="shelf stacking; working in a team; customer service", travel_modes="walk", travel_max="walk 35",
        limits="none", legal="none", certificates="none", share="name; strengths; skills",
    ),
    _person(
        48, "Ngozi Umeh", "HB1", DELE, channel="email",
        available="Mon-Fri 07:00-19:00; Sat 09:00-13:00", caring="none", hours_min="16", hours_max="38", skills="admin; reception; answering phones; doing the rota; data entry; minute taking; using computers; Yoruba",
        certificates="level 2 business administration", travel_modes="walk; bus; rail", travel_max="60", limits="none", legal="none",
        wants="administrator", share="name; strengths; skills; certificates",
    ),
    _person(
        49, "Terry Blackwood", "HB6 1KR", OWEN, channel="phone",
        available="Mon-Sun 08:00-18:00", caring="none", hours_min="16", hours_max="30", travel_modes="walk; cycle", travel_max="35",
        skills="gardening; plant nursery; fixing bikes; customer service; DIY", certificates="none", limits="standing 240; lifting 12",
        legal="none", wants="gardener; retail", share="name; strengths; skills; hours; adjustments",
    ),
    _person(
        50, "Maria Da Silva", "HB6 1KR", JACKIE, channel="sms", school_postcode="HB6 1KR", drop_off="08:40", pick_up="15:00",
        available="Mon-Fri 09:00-15:00; Sat,Sun 09:00-18:00", caring="none", childcare_welcome="yes", hours_min="12", hours_max="22",
        travel_modes="walk; bus", travel_max="45", skills="cleaning; chambermaid; cafe work; speaking Portuguese", certificates="none",
        **_NOTHING_AGAINST, share="name; strengths; skills; hours",
    ),
    _person(
        51, "Stephen Okafor", "HB1 6AD", PRIYA, channel="email",
        available="Mon-Fri 18:00-24:00; Sat,Sun 08:00-24:00", caring="Mon-Fri 08:00-17:30", hours_min="12", hours_max="30",
        travel_modes="bus; walk; cycle", travel_max="40", skills="security guard; CCTV; customer service; first aider",
        certificates="SIA licence until {+220}; first aid at work until {+10}", **_NOTHING_AGAINST, share="name; strengths; certificates; hours",
    ),
    _person(
        52, "Angela Frost", "HB5 3BT", DELE, channel="letter",
        available="Mon-Fri 09:30-14:30 (term); Tue,Thu 09:30-14:30 (holidays)", caring="Mon-Fri 14:45-21:00; Sat,Sun 00:00-24:00",
        hours_min="12", hours_max="18", travel_modes="bus; walk", travel_max="bus 35; walk 20",
        skills="caring for a disabled child; filling in forms; organising; answering the telephone", certificates="none",
        limits="lifting 10", legal="none", contracts="permanent; temporary", share="strengths; skills; hours",
    ),
    _person(
        53, "Jamal Clarke", "HB2 3EY", OWEN, channel="sms",
        available="daily 06:30-23:30", caring="none", hours_min="16", hours_max="35", travel_modes="bus; walk", travel_max="60",
        skills="football coach; working with young people; barber; working in a team; customer service", certificates="emergency first aid",
        limits="none", legal="none", wants="youth; sport", avoids="cleaner", share="name; strengths; skills",
    ),
    _person(
        54, "Hannah Liddle", "HB8 2EP", JACKIE, channel="email", childcare_welcome="yes",
        available="Mon-Fri 09:30-14:30", caring="Mon-Fri 06:00-09:30; Mon-Fri 14:30-20:00", hours_min="16", hours_max="20",
        travel_modes="walk; cycle", travel_max="45", skills="nursery assistant; early years; first aid; art", certificates=
        "level 3 childcare; paediatric first aid until {+190}", **_NOTHING_AGAINST, wants="education", pay_min="13.20",
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        55, "Xin Yi Chen", "HB1 6JQ", PRIYA, channel="email",
        available="Mon-Fri 05:45-23:30", caring="none", hours_min="20", hours_max="40", travel_modes="walk; bus", travel_max="60",
        skills="hotel receptionist; Word and Excel; speaking Mandarin; customer service; dealing with complaints",
        certificates="level 2 hospitality", **_NOTHING_AGAINST, wants="hospitality; receptionist",
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        56, "Paul Garside", "HB4 1DF", DELE, channel="sms",
        available="Mon-Fri 06:30-21:00", caring="none", hours_min="16", hours_max="37.5", travel_modes="walk; bus", travel_max="60",
        skills="caretaker; odd jobs; painting walls; gardening; mopping and hoovering", certificates="none",
        limits="lifting 10; walking 60", not_adjustable="none", legal="vulnerable_adults until {+25}",
        wants="caretaker", share="name; strengths; skills; adjustments",
    ),
    _person(
        57, "Ivana Kovac", "HB5 2NU", OWEN, channel="sms",
        available="Mon-Fri 14:00-22:00; Sat 08:00-14:00", caring="Mon-Fri 07:00-14:00", hours_min="15", hours_max="25",
        travel_modes="bus; walk", travel_max="50", skills="domestic; deep cleaning; linen room; infection control",
        certificates="COSHH; infection control training until {+100}", **_NOTHING_AGAINST, wants="cleaner; health",
        share="name; strengths; skills; certificates; hours",
    ),
    _person(
        58, "Dwayne Foster", "HB7 1CV", JACKIE, channel="sms",
        available="Mon-Fri 05:00-15:00", caring="none", hours_min="35", hours_max="40", travel_modes="walk", travel_max="40",
        skills="factory work; picking and packing; forklift; not yet driving", certificates="forklift licence", limits="none",
        legal="none", wants="warehousing", share="name; strengths; skills; certificates; hours",
    ),
    _person(
        59, "Roza Karimi", "HB2 4RT", PRIYA, channel="sms", safe_window="Mon-Thu 11:00-13:00",
        available="Mon-Thu 09:30-14:45", caring="none", hours_min="12", hours_max="20", travel_modes="walk; bus", travel_max="35",
        skills="cooking from scratch; sewing; speaking Kurdish; Farsi; not yet spoken English", certificates="none",
        limits="conflict no; nights no", legal="none", share="strengths; skills",
    ),
    _person(
        60, "Margaret Ollerton", "HB3 4LX", DELE, channel="phone",
        available="Mon-Fri 08:30-18:30", caring="none", hours_min="16", hours_max="25", travel_modes="bus; walk", travel_max="45",
        skills="library volunteer; reception; filing; typing; customer service; charity shop", certificates="none",
        limits="standing 60; lifting 5", not_adjustable="lifting", legal="none", wants="library; administrator",
        share="name; strengths; skills; hours; adjustments",
    ),
]  # fmt: skip
