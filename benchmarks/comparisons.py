"""What is compared with what: each comparison has ours and its rivals, and says what each of them does."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import jmespath
from jinja2.sandbox import ImmutableSandboxedEnvironment
from ruamel.yaml import YAML

import mapper
from benchmarks import evaluation, handwritten, interpreted, on_node
from benchmarks.generated import SIZES, generated
from benchmarks.person_by_hand import without_places
from mapper.engine.compiler import compile_mapping
from mapper.engine.json_bytes import decode, encode
from mapper.engine.search import search_function
from mapper.engine.work import Work
from mapper.files import check, check_text
from mapper.preview import Loaded, load, preview
from mapper.schemas.normalise import normalise
from mapper.schemas.values import Json
from tests.engine.templates.printing import compiled

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT / "mappings" / "default.yaml"
USER = ROOT / "mappings" / "samples" / "rfc7643-enterprise-user.json"

MANY_FIELDS = """\
mapping: 1
name: many
users:
  person:
    primary_email: userName
    name: displayName
    custom_fields:
""" + "".join(f"      f{number}: title\n" for number in range(500))
"""A mapping of 500 fields with one candidate each."""

Subject = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lines of a table: `ours` against each rival by name. `at_most` is what we promise: so many times theirs."""

    section: str
    name: str
    ours: Subject
    rivals: dict[str, Subject]
    at_most: dict[str, float] = field(default_factory=dict)


def comparisons() -> list[Comparison]:
    """All of them, in the order of the page."""
    return [
        *_whole_mapping(),
        *_generated_mappings(),
        *_evaluation(),
        *_expressions(),
        *_templates(),
        *_loading(),
        *_playground(),
    ]


# --- loading ---------------------------------------------------------------------------------------------------------


def _loading() -> Iterator[Comparison]:
    texts = {
        "`mappings/default.yaml`": DEFAULT.read_text(encoding="utf-8"),
        "`docs/examples/acme.yaml`": (ROOT / "docs" / "examples" / "acme.yaml").read_text(encoding="utf-8"),
        "generated, 200 fields": generated(200).mapping,
    }
    for name, text in texts.items():
        composer: dict[str, Subject] = {"composer of ruamel.yaml": partial(_compose, text)}
        promise = dict.fromkeys(composer, 8.0)
        yield Comparison("Loading a mapping", f"check {name}", partial(check_text, text), composer, promise)
        yield Comparison("Loading a mapping", f"load {name}", partial(_load, text), composer, promise)


def _load(text: str) -> object:
    """What `mapper.loads` does with a text that it does not know yet."""
    checked, _ = check_text(text)
    assert checked is not None
    return compile_mapping(checked)


def _compose(text: str) -> object:
    return YAML(typ="safe", pure=True).compose(text)


# --- the playground --------------------------------------------------------------------------------------------------


def _playground() -> Iterator[Comparison]:
    section = "The playground: an edit, from the texts of the page to the answer of its worker"
    payload, user = USER.read_text(encoding="utf-8"), _user()
    of_default, of_fields = "`mappings/default.yaml`", "500 fields of one candidate"
    texts = {
        of_default: DEFAULT.read_text(encoding="utf-8"),
        of_fields: MANY_FIELDS,
    }
    promised = {of_default: 8.0, of_fields: 10.0}
    for name, text in texts.items():
        kept = lru_cache(4)(load)
        composer: dict[str, Subject] = {"composer of ruamel.yaml": partial(_compose, text)}
        explaining: dict[str, Subject] = {"`explain`": partial(mapper.loads(text).explain, user)}
        of_mapping = _edited(text, partial(_previewed, kept, payload=payload))
        of_payload = _edited(payload, partial(_previewed, kept, text))
        yield Comparison(
            section, f"of the mapping, {name}", of_mapping, composer, dict.fromkeys(composer, promised[name])
        )
        yield Comparison(section, f"of the payload, {name}", of_payload, explaining, dict.fromkeys(explaining, 40.0))


def _previewed(kept: Callable[[str], Loaded], mapping: str, payload: str) -> object:
    return preview(mapping, payload, load=kept)


def _edited(text: str, answer: Callable[[str], object]) -> Subject:
    """Answers *text* with other blank lines at its end each time, so that nobody knows it yet."""
    count = itertools.count(1)
    return lambda: answer(text + "\n" * (next(count) % 1000))


# --- expressions -----------------------------------------------------------------------------------------------------


def _expressions() -> Iterator[Comparison]:
    user = _user()
    user["enterprise"] = user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]
    for expression, by_hand in _BY_HAND.items():
        ours, work = search_function(expression), Work(user)
        assert ours(user, work) == by_hand(user)
        rivals = {
            "by hand": partial(by_hand, user),
            "jmespath, compiled": partial(jmespath.compile(expression).search, user),
        }
        yield Comparison("Expressions", f"`{expression}`", partial(ours, user, work), rivals)


def _primary_email(user: dict[str, Json]) -> Json:
    emails = user.get("emails")
    if isinstance(emails, list):
        for email in emails:
            if isinstance(email, dict) and email.get("primary") and email.get("value") is not None:
                return email["value"]
    return None


def _telephones(user: dict[str, Json]) -> Json:
    phones = user.get("phoneNumbers")
    if not isinstance(phones, list):
        return None
    return [
        {"label": phone.get("type"), "telephone": phone.get("value")} for phone in phones if isinstance(phone, dict)
    ]


def _manager(user: dict[str, Json]) -> Json:
    enterprise = user.get("enterprise")
    manager = enterprise.get("manager") if isinstance(enterprise, dict) else None
    return manager.get("value") if isinstance(manager, dict) else None


def _user_name(user: dict[str, Json]) -> Json:
    return user.get("userName")


_BY_HAND: dict[str, Callable[[dict[str, Json]], Json]] = {
    "userName": _user_name,
    "enterprise.manager.value": _manager,
    "emails[?primary].value | [0]": _primary_email,
    "phoneNumbers[].{label: type, telephone: value}": _telephones,
}


# --- a whole mapping -------------------------------------------------------------------------------------------------


def _whole_mapping() -> Iterator[Comparison]:
    checked, _ = check(DEFAULT)
    assert checked is not None
    schema, ours = checked.user, mapper.load(DEFAULT)
    user, data = _user(), USER.read_bytes()
    section = "A whole mapping: `mappings/default.yaml` on the enterprise user of RFC 7643"
    outcome = ours.map_user(user)
    assert outcome == handwritten.map_user(user, schema) == interpreted.map_user(user, schema)
    yield Comparison(
        section,
        "`map_user`",
        partial(ours.map_user, user),
        {
            "by hand": partial(handwritten.map_user, user, schema),
            "normalising, which both do": partial(normalise, user, schema),
            "jmespath and Jinja2, with the same normalising and conversions": partial(
                interpreted.map_user, user, schema
            ),
        },
        {"by hand": 1.5},
    )

    def by_hand_json() -> bytes:
        return encode(handwritten.map_user(decode(data), schema).as_json())

    assert ours.map_json(data) == by_hand_json()
    yield Comparison(
        section,
        "`map_json`",
        partial(ours.map_json, data),
        {"by hand, with msgspec": by_hand_json},
        {"by hand, with msgspec": 1.2},
    )


def _generated_mappings() -> Iterator[Comparison]:
    user = _user()
    for size in SIZES:
        made = generated(size)
        checked, _ = check_text(made.mapping)
        assert checked is not None
        ours, straight = mapper.loads(made.mapping), made.function()
        by_hand = partial(straight, user, checked.user, None)
        assert without_places(ours.map_user(user)) == without_places(by_hand())
        rivals: dict[str, Subject] = {"straight Python": by_hand}
        if size == SIZES[0]:  # it is the same for all
            rivals["normalising, which both do"] = partial(normalise, user, checked.user)
        section = "Twenty generated mappings, on the same user"
        yield Comparison(section, f"{size} fields", partial(ours.map_user, user), rivals, {"straight Python": 3})


# --- evaluation alone ------------------------------------------------------------------------------------------------


def _evaluation() -> Iterator[Comparison]:
    user, data = _user(), USER.read_bytes()
    rivals: dict[str, Subject] = {
        _JMESPATH: evaluation.with_jmespath_and_jinja2(user),
        _JQ: evaluation.with_jq(data),
    }
    if on_node.missing() is None:
        rivals[_JSONATA] = on_node.OnNode(evaluation.JSONATA, user)
    ours, mapping = evaluation.ours(user), mapper.loads(evaluation.mapping())
    found = ours()
    assert found == mapping.map_user(user).person["custom_fields"]
    for rival in rivals.values():
        assert found == rival()
    section = f"Evaluation alone: the {len(found)} sources of `mappings/default.yaml`, nothing converted"
    promised = {_JMESPATH: 1 / 10, _JQ: 1 / 10, _JSONATA: 1 / 5}
    yield Comparison(section, "the sources, evaluated", ours, rivals, {name: promised[name] for name in rivals})
    yield Comparison(section, "`map_user`, the sources as free-form parts", partial(mapping.map_user, user), rivals)


_JMESPATH, _JQ, _JSONATA = "jmespath and Jinja2 per field", "jq, its Python binding", "JSONata on Node"


# --- templates -------------------------------------------------------------------------------------------------------


def _templates() -> Iterator[Comparison]:
    user = _user()
    environment = ImmutableSandboxedEnvironment()
    for template in _TEMPLATES:
        ours = partial(compiled(template).run, user)
        render = environment.from_string(template).render
        assert ours().text == render(user).strip()
        rivals = {"Jinja2's sandbox, compiled": partial(render, user)}
        yield Comparison("Templates", f"`{template}`", ours, rivals)


_TEMPLATES = (
    "{{ name.givenName }} {{ name.familyName }}",
    "{{ name.familyName | upper }}, {{ name.givenName }} ({{ title }})",
    "{% if active %}{{ displayName }}{% else %}{{ userName }}{% endif %}",
    "{% for email in emails %}{{ email.value }}{% if not loop.last %}, {% endif %}{% endfor %}",
)


def _user() -> dict[str, Json]:
    user: dict[str, Json] = json.loads(USER.read_bytes())
    return user
