"""The sources of `mappings/default.yaml` in four languages, to compare evaluation alone: nothing is converted.

JMESPath and Jinja2 evaluate one source at a time, as a host does that has them per field. jq and JSONata get one
program that makes an object of all, which is their best.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import jmespath
import jq
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mapper.engine.search import search_function
from mapper.engine.work import Work
from mapper.schemas.scim import ENTERPRISE_USER
from mapper.schemas.values import Json
from tests.engine.templates.printing import compiled


@dataclass(frozen=True, slots=True)
class Source:
    """One source: the expression of ours and of JMESPath, or the template of ours and of Jinja2; and the others'."""

    name: str
    text: str
    jq: str
    jsonata: str

    @property
    def is_template(self) -> bool:
        return "{{" in self.text

    def jmespath(self) -> str:
        """The expression without the short name of the extension, which JMESPath does not know."""
        return self.text.replace("enterprise.", f'"{ENTERPRISE_USER}".')


def _attribute(name: str, path: str) -> Source:
    own = path.replace("enterprise.", f"`{ENTERPRISE_USER}`.")
    jq_path = f'.["{ENTERPRISE_USER}"].{path.removeprefix("enterprise.")}' if own != path else f".{path}"
    return Source(name, path, jq_path, own)


SOURCES = (
    _attribute("login", "userName"),
    Source(
        "primary_email",
        "emails[?primary].value | [0]",
        "[.emails[]? | select(.primary) | .value] | .[0]",
        "emails[primary].value[0]",
    ),
    Source("first_email", "emails[].value | [0]", "[.emails[]?.value] | .[0]", "emails[0].value"),
    _attribute("display_name", "displayName"),
    _attribute("formatted_name", "name.formatted"),
    Source(
        "full_name",
        "{{ name.givenName }} {{ name.familyName }}",
        '"\\(.name.givenName) \\(.name.familyName)"',
        'name.givenName & " " & name.familyName',
    ),
    _attribute("job_title", "title"),
    _attribute("employee", "enterprise.employeeNumber"),
    _attribute("support", "enterprise.supportID"),
    _attribute("place", "enterprise.location"),
    _attribute("company", "enterprise.organization"),
    _attribute("plant", "enterprise.site"),
    _attribute("superior", "enterprise.manager.value"),
    _attribute("tongue", "locale"),
    _attribute("zone", "timezone"),
    Source("is_vip", "contains(userType, 'VIP')", '.userType | contains("VIP")', '$contains(userType, "VIP")'),
    Source("is_disabled", "!active", ".active | not", "$not(active)"),
    Source(
        "telephones",
        "phoneNumbers[].{label: type, telephone: value}",
        "[.phoneNumbers[]? | {label: .type, telephone: .value}]",
        '[phoneNumbers.{"label": type, "telephone": value}]',
    ),
    Source(
        "mail_addresses",
        "emails[].{label: type, email: value}",
        "[.emails[]? | {label: .type, email: .value}]",
        '[emails.{"label": type, "email": value}]',
    ),
    Source(
        "places",
        "addresses[].{label: type, address: streetAddress || formatted, city: locality, state: region, "
        "zip: postalCode, country: country}",
        "[.addresses[]? | {label: .type, address: (.streetAddress // .formatted), city: .locality, state: .region, "
        "zip: .postalCode, country: .country}]",
        '[addresses.{"label": type, "address": streetAddress ? streetAddress : formatted, "city": locality, '
        '"state": region, "zip": postalCode, "country": country}]',
    ),
    _attribute("sent_id", "id"),
)

JSONATA = "{" + ", ".join(f'"{source.name}": {source.jsonata}' for source in SOURCES) + "}"


def mapping() -> str:
    """A mapping with the sources as free-form parts, which keep what was sent."""
    parts = "".join(f"        {source.name}:\n          {_key(source)}: {_quoted(source)}\n" for source in SOURCES)
    return _HEAD + parts


def _key(source: Source) -> str:
    return "template" if source.is_template else "from"


def _quoted(source: Source) -> str:
    return json.dumps(source.text)


_HEAD = f"""\
mapping: 1
name: evaluation
description: The sources of the default mapping, unconverted
extensions:
  - id: {ENTERPRISE_USER}
    attributes:
      site: string
      location: string
      supportID: string
users:
  - rule: Everybody
    person:
      primary_email: userName
      name: displayName
      custom_fields:
"""

Evaluate = Callable[[], dict[str, Json]]


def ours(user: dict[str, Json]) -> Evaluate:
    """The functions that the engine makes of each source by itself, called on the payload as it was sent."""
    expressions = {each.name: search_function(each.jmespath()) for each in SOURCES if not each.is_template}
    templates = {each.name: compiled(each.text).function for each in SOURCES if each.is_template}

    def evaluate() -> dict[str, Json]:
        work = Work(user)
        found = {name: function(user, work) for name, function in expressions.items()}
        for name, function in templates.items():
            found[name] = function(user, work)[0]
        return found

    return evaluate


def with_jmespath_and_jinja2(user: dict[str, Json]) -> Evaluate:
    sandbox = ImmutableSandboxedEnvironment()
    expressions = {each.name: jmespath.compile(each.jmespath()) for each in SOURCES if not each.is_template}
    templates = {each.name: sandbox.from_string(each.text) for each in SOURCES if each.is_template}

    def evaluate() -> dict[str, Json]:
        found = {name: expression.search(user) for name, expression in expressions.items()}
        for name, template in templates.items():
            found[name] = template.render(user)
        return found

    return evaluate


def with_jq(data: bytes) -> Evaluate:
    """jq takes JSON text, so it gets the bytes as they came."""
    program = jq.compile("{" + ", ".join(f"{source.name}: ({source.jq})" for source in SOURCES) + "}")
    text = data.decode()

    def evaluate() -> dict[str, Json]:
        found: dict[str, Json] = program.input_text(text).first()
        return found

    return evaluate
