"""How other products call what SCIM has under another name: attributes of a user, and parts of them."""

from __future__ import annotations

from collections.abc import Collection

FAMILIAR_NAMES: dict[str, str] = {
    # In small letters, with the expression that gives it.
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
    "managerid": "enterprise.manager.value",
    "manager_id": "enterprise.manager.value",
    "issoftdeleted": "active == `false`",
    "language": "preferredLanguage",
    "usagelocation": "addresses[].country | [0]",
    "country": "addresses[].country | [0]",
    "city": "addresses[].locality | [0]",
    "time_zone": "timezone",
    "enabled": "active",
    "accountenabled": "active",
    "disabled": "active == `false`",
    "not_active": "active == `false`",
    "inactive": "active == `false`",
    "is_disabled": "active == `false`",
    "isdisabled": "active == `false`",
    "suspended": "active == `false`",
    "deactivated": "active == `false`",
    "street": "addresses[].streetAddress | [0]",
    "streetaddress": "addresses[].streetAddress | [0]",
    "street_address": "addresses[].streetAddress | [0]",
    "postalcode": "addresses[].postalCode | [0]",
    "postal_code": "addresses[].postalCode | [0]",
    "postcode": "addresses[].postalCode | [0]",
    "zip": "addresses[].postalCode | [0]",
    "zipcode": "addresses[].postalCode | [0]",
    "zip_code": "addresses[].postalCode | [0]",
    "state": "addresses[].region | [0]",
    "province": "addresses[].region | [0]",
    "locality": "addresses[].locality | [0]",
    "countrycode": "addresses[].country | [0]",
    "country_code": "addresses[].country | [0]",
    "workphone": "phoneNumbers[?type == 'work'].value | [0]",
    "work_phone": "phoneNumbers[?type == 'work'].value | [0]",
    "fax": "phoneNumbers[?type == 'fax'].value | [0]",
    "photo": "photos[].value | [0]",
    "picture": "photos[].value | [0]",
    "avatar": "photos[].value | [0]",
    "employeetype": "userType",
    "employee_type": "userType",
}

OF_ACCOUNT = dict.fromkeys(("env", "environment", "stage"), "account.kind, which is 'production' or 'qa'") | {
    "tenant": "account.name"
}
"""What is asked of the account by other names, in small letters, and how it is written here."""

HOLDERS = frozenset({"profile", "appuser"})
"""Where the attributes of a user stand below elsewhere, in small letters, as in `profile.title`."""

FAMILIAR_PARTS: dict[str, str] = {
    # In small letters without `_`, with the part that it is where there is such a part.
    "city": "locality", "town": "locality", "street": "streetAddress", "line1": "streetAddress",
    "zip": "postalCode", "zipcode": "postalCode", "postcode": "postalCode", "postal": "postalCode",
    "state": "region", "province": "region", "countrycode": "country",
    "first": "givenName", "firstname": "givenName", "given": "givenName", "forename": "givenName",
    "last": "familyName", "lastname": "familyName", "surname": "familyName", "family": "familyName",
    "middle": "middleName", "prefix": "honorificPrefix", "suffix": "honorificSuffix", "full": "formatted",
    "fullname": "formatted", "email": "value", "mail": "value", "address": "value", "number": "value",
    "phone": "value", "kind": "type", "isprimary": "primary",
}  # fmt: skip


def familiar_part(name: str, known: Collection[str]) -> str | None:
    """The one of the parts *known* that is called *name* elsewhere."""
    part = FAMILIAR_PARTS.get(name.casefold().replace("_", ""))
    return part if part is not None and part in known else None


def as_here(words: str) -> str:
    """*words*, or what they are here if they are a part of the name as it is called elsewhere."""
    meant = FAMILIAR_NAMES.get(words.removeprefix("user.").casefold(), "")
    return meant if meant.startswith("name.") else words
