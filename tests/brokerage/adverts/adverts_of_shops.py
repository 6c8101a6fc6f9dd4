"""Made-up job adverts: records of schema.org JobPosting, pages around them, and words as people paste them."""

import json
from typing import Any

PORTER: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Kitchen porter",
    "identifier": {"@type": "PropertyValue", "name": "Tanner Street Kitchens", "value": "TSK-17"},
    "url": "https://jobs.tanner.example/17?utm_source=board",
    "hiringOrganization": {"@type": "Organization", "name": "Tanner Street Kitchens Ltd"},
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Hallbrook",
            "postalCode": "hb42tr",
            "addressCountry": "GB",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": "53.42", "longitude": -1.5},
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "GBP",
        "value": {"@type": "QuantitativeValue", "minValue": "12.60", "maxValue": 13.1, "unitText": "HOUR"},
    },
    "employmentType": ["PART_TIME", "TEMPORARY"],
    "workHours": "20 hours per week, Monday to Friday 9am - 1pm",
    "datePosted": "2027-01-04",
    "validThrough": "2027-02-05T23:59:59+00:00",
    "jobStartDate": "2027-02-15",
    "totalJobOpenings": 2,
    "industry": "Catering",
    "qualifications": "Food hygiene level 2",
    "description": "&lt;p&gt;A busy kitchen. You will be lifting up to 12kg. &lt;/p&gt;&lt;ul&gt;&lt;li&gt;Enhanced DBS check&lt;/li&gt;&lt;/ul&gt;",
}

PASTED = """Kitchen assistant
Tanner Street Kitchens is looking for a kitchen assistant. Location: Mill Lane, Hallbrook HB4 2TR
Hours: 20 hours per week, Monday to Friday 9am - 1pm, term time only
Pay: £12.60 per hour. Permanent contract.
You will need:
- a food hygiene level 2 certificate
- experience of washing up
A full driving licence would be an advantage.
Enhanced DBS check required. Lifting up to 12kg in a fast-paced, noisy kitchen.
Closing date: Friday 5 February 2027. Interviews: Tuesday 9 February 10am - 4pm.
"""


def a_posting(**facts: Any) -> dict[str, Any]:
    """The porter's with other facts; None takes one out."""
    return {name: value for name, value in {**PORTER, **facts}.items() if value is not None}


def a_page(*records: Any, heading: str = "Jobs") -> bytes:
    scripts = "".join(f'<SCRIPT type="application/ld+json">{json.dumps(each)}</script>' for each in records)
    return f"<!doctype html><html><head><title>{heading}</title>{scripts}</head><body><h1>Join us</h1></body></html>".encode()
