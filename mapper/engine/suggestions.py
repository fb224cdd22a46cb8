"""The name that was probably meant, out of those there are. Silence is better than a silly guess."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_CLOSE_ENOUGH = 0.75

FAMILIAR_NAMES: dict[str, str] = {
    # How other products call what SCIM has under another name.
    "firstname": "name.givenName",
    "first_name": "name.givenName",
    "givenname": "name.givenName",
    "given_name": "name.givenName",
    "middlename": "name.middleName",
    "lastname": "name.familyName",
    "last_name": "name.familyName",
    "surname": "name.familyName",
    "sn": "name.familyName",
    "familyname": "name.familyName",
    "family_name": "name.familyName",
    "fullname": "name.formatted",
    "cn": "displayName",
    "upn": "userName",
    "userprincipalname": "userName",
    "samaccountname": "userName",
    "login": "userName",
    "mail": "emails[?primary].value | [0]",
    "email": "emails[?primary].value | [0]",
    "mobile": "phoneNumbers[?type == 'mobile'].value | [0]",
    "mobilephone": "phoneNumbers[?type == 'mobile'].value | [0]",
    "phone": "phoneNumbers[].value | [0]",
    "telephone": "phoneNumbers[].value | [0]",
    "jobtitle": "title",
    "job_title": "title",
    "department": "enterprise.department",
    "division": "enterprise.division",
    "organization": "enterprise.organization",
    "company": "enterprise.organization",
    "costcenter": "enterprise.costCenter",
    "cost_center": "enterprise.costCenter",
    "employeenumber": "enterprise.employeeNumber",
    "employeeid": "enterprise.employeeNumber",
    "employee_id": "enterprise.employeeNumber",
    "manager": "enterprise.manager.value",
    "language": "preferredLanguage",
    "usagelocation": "addresses[].country | [0]",
    "country": "addresses[].country | [0]",
    "city": "addresses[].locality | [0]",
    "time_zone": "timezone",
    "enabled": "active",
    "accountenabled": "active",
    "disabled": "!active",
}


def closest(name: str, known: Iterable[str]) -> str | None:
    """The one of *known* that *name* was probably meant to be: another case first, then a near spelling."""
    names = list(known)
    folded = name.casefold()
    for candidate in names:
        if candidate.casefold() == folded:
            return candidate
    by_folded = {candidate.casefold(): candidate for candidate in names}
    near = difflib.get_close_matches(folded, by_folded, n=1, cutoff=_CLOSE_ENOUGH)
    return by_folded[near[0]] if near else None


def did_you_mean(name: str, known: Iterable[str]) -> tuple[str | None, str | None]:
    """A hint and the sure repair for a name that is not there; (None, None) when nothing is close."""
    candidate = closest(name, known)
    return (f"did you mean '{candidate}'?", candidate) if candidate is not None else (None, None)
