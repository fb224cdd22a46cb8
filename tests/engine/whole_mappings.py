"""Strategies for whole mappings, users, groups and stored persons, made of what the schemas have."""

from __future__ import annotations

from hypothesis import strategies as st

from mapper.schemas.values import Json

WORDS = (
    "",
    " ",
    "boss",
    "Boss ",
    "true",
    "1",
    "0100",
    "a@example.com",
    "B@Example.com",
    "en_us",
    "work",
    "id1",
    "x" * 90,
)

expressions = st.sampled_from(
    [
        "title", "nickName", "userName", "displayName", "name.givenName", "name.formatted", "userType", "locale",
        "enterprise.costCenter", "enterprise.manager.value", "id", "emails[0].value", "emails[?primary].value | [0]",
        "emails[?type == 'work'].value | [0]", "phoneNumbers[-1].value", "addresses[0].locality", "groups[0].display",
        "upper(title)", "join_present(' ', name.givenName, title)", "lookup('t', userType)", "lookup('p', title)",
        "title || nickName", "nickName && title", "named", "late", "counted", "person.employeeID", "current.name",
        "account.name", "connection", "to_string(emails)", "`{\"a\": [1]}`.a | [0]",
        "not_null(nickName, 'none')", "sort(emails[].value) | [0]", "max_by(emails, &value).value",
        "group_for('site') | [0]", "user.groups[0].called", "before(userName, '@')", "[title, nickName] | [0]",
    ]
)  # fmt: skip
conditions = st.sampled_from(
    [
        "active", "title", "userType == 'boss'", "new", "in_group('Bosses')", "!title", "is_email(userName)",
        "listed('t', title)", "contains(emails[].value, 'a@example.com')", "since('2026-01-01')", "until(title)",
        "emails[?primary]", "sum(emails[].value) == `1`", "person.employeeID == 'boss'", "named", "late == title",
    ]
)  # fmt: skip
templates = st.sampled_from(
    [
        "{{ title }}", "{{ name.givenName }} {{ name.familyName }}", "{% if title %}{{ title }}{% else %}-{% endif %}",
        "{% for e in emails %}{{ e.value }} {% endfor %}", "{{ named | upper }}", "{{ nickName | default('x') }}",
        "{{ title ~ nickName }}\n{{ late }}",
    ]
)  # fmt: skip
thens = st.sampled_from(["upper(@)", "@", "before(@, 'o')", "[@, @] | [0]"])


def _some(
    required: dict[str, st.SearchStrategy[Json]], optional: dict[str, st.SearchStrategy[Json]]
) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(required, optional=optional)


def _guarded(key: str, value: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.one_of(
        _some({key: value}, {"when": conditions, "then": thens}),
        _some({key: value}, {"unless": conditions}),
    )


candidates = st.recursive(
    st.one_of(
        expressions,
        _guarded("from", expressions),
        _guarded("template", templates),
        _some({"keep": st.just("true")}, {"when": conditions}),
        _some({"clear": st.just("true")}, {"when": conditions}),
    ),
    lambda inner: _guarded("from", st.lists(inner, min_size=1, max_size=3)),
    max_leaves=4,
)
said = st.sampled_from(["keep", "clear", "error"])
settings = {
    "write": st.sampled_from(["always", "create", "blank", "never"]),
    "missing": said,
    "empty": said,
}
"""What any field may say."""

_many = st.lists(candidates, min_size=1, max_size=4)
plain_fields = st.one_of(expressions, _many, _some({"from": _many}, settings))
references = st.one_of(
    expressions,
    _some({"from": expressions}, {**settings, "not_found": said, "disabled": st.sampled_from(["keep", "clear"])}),
)
booleans = st.one_of(
    expressions,
    _some({"not": st.sampled_from(["active", "title", "named"])}, settings),
    _some(
        {"if": st.lists(conditions, min_size=1, max_size=3)},
        {"else": st.sampled_from(["true", "false", "keep", "clear"]), **settings},
    ),
)
_in_entries = st.sampled_from(
    ["user.title", "user.emails[0].value", "named", "late", "counted", "person.employeeID", "@.value"]
)
_parts = st.fixed_dictionaries(
    {},
    optional={
        "label": st.one_of(st.just("type"), _in_entries),
        "telephone": st.one_of(
            st.just("value"), _guarded("from", _in_entries), _guarded("template", st.just("{{ value }}"))
        ),
        "email": st.lists(_in_entries, min_size=1, max_size=3),
    },
).filter(bool)
_entries = _some(
    {"each": st.sampled_from(["emails", "phoneNumbers", "emails[?type == 'work']"]), "entry": _parts},
    {"when": st.sampled_from(["value", "user.title", "named"])},
)
_joined = st.lists(
    st.one_of(
        _entries,
        st.just("phoneNumbers[].{label: type, telephone: value}"),
        _some({"entry": _parts}, {"when": conditions}),
    ),
    min_size=1,
    max_size=3,
)
lists = st.one_of(_entries, _some({"collect": _joined}, settings))

FIELDS: dict[str, st.SearchStrategy[Json]] = {
    **dict.fromkeys(("name", "primary_email", "job_title", "location", "information", "locale"), plain_fields),
    "employeeID": st.sampled_from(["title", "enterprise.costCenter", {"from": "userName", "write": "create"}]),
    **dict.fromkeys(("cost_per_hour", "send_email_notifications"), plain_fields),
    **dict.fromkeys(("organization", "manager"), references),
    **dict.fromkeys(("vip", "disabled"), booleans),
    "contacts": lists,
    "custom_fields": st.dictionaries(st.sampled_from(["one", "two", "three"]), plain_fields, min_size=1, max_size=2),
}
_people = st.fixed_dictionaries({}, optional=FIELDS)
_rules = _some({"rule": st.just("R"), "person": _people}, {"when": conditions})
_group_rules = _some(
    {"rule": st.just("G")},
    {
        "when": st.sampled_from(["starts_with(displayName, 'B')", "active", "named == displayName", "user.title"]),
        "person": st.fixed_dictionaries(
            {},
            optional={
                "vip": _some(
                    {"value": st.just("true")},
                    {"else": st.sampled_from(["false", "keep"]), "override": st.just("true")},
                ),
                "location": st.sampled_from(["displayName", "user.title", "named"]),
            },
        ),
        "stands_for": st.sampled_from(["site", "organization"]),
        "called": st.sampled_from(["after(displayName, 'B')", "user.nickName", "named"]),
        "create": st.sampled_from(["true", "false"]),
    },
)
mappings: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {
        "mapping": st.just("1"),
        "name": st.just("generated"),
        "let": st.just(
            {
                "named": "title || upper(nickName)",
                "late": "person.employeeID",
                "counted": "emails[?user.phoneNumbers[?value]] | [0].value",
            }
        ),
        "tables": st.just(
            {
                "t": {"rows": {"boss": "Chief", "work": "Office"}},
                "p": {"match": "prefix", "rows": {"b": "B", "bo": "BO"}},
            }
        ),
        "users": st.lists(_rules, min_size=1, max_size=3),
    },
    optional={
        "groups": st.lists(
            _group_rules.filter(lambda rule: "person" in rule or "stands_for" in rule), min_size=1, max_size=2
        ),
        "defaults": st.fixed_dictionaries({}, optional={"missing": said, "empty": said}).filter(bool),
    },
)
"""Mappings as JSON, which is YAML as well; now and then one that the check refuses."""

values = st.one_of(
    st.sampled_from(WORDS), st.none(), st.booleans(), st.integers(-2, 2), st.just([]), st.just({"value": "x"})
)
_entry_of_list = st.fixed_dictionaries(
    {}, optional={"value": values, "type": values, "primary": values, "display": values}
)
_list = st.lists(_entry_of_list | values, max_size=3) | values
users: st.SearchStrategy[dict[str, Json]] = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("id", "userName", "title", "nickName", "displayName", "userType", "locale", "active"), values),
        **dict.fromkeys(("emails", "phoneNumbers", "groups", "addresses"), _list),
        "name": st.fixed_dictionaries({}, optional=dict.fromkeys(("givenName", "familyName", "formatted"), values))
        | values,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": st.fixed_dictionaries(
            {}, optional={"costCenter": values, "manager": values}
        ),
    },
)
groups: st.SearchStrategy[list[Json]] = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["g1", "g2"]), "displayName": st.sampled_from(["Bosses", "B1", "Other"])},
        optional={"members": st.just([{"value": "id1"}, {"value": "boss"}])},
    ),
    max_size=2,
)
stored: st.SearchStrategy[Json] = st.sampled_from(
    [
        None,
        {"id": "p1", "name": "Old", "primary_email": "old@example.com"},
        {
            "name": "Old",
            "contacts": [{"label": "work", "email": "o@example.com"}, {"email": "i@example.com", "integration": True}],
        },
        {"custom_fields": {"one": "1", "four": "4"}, "location": " ", "vip": False},
    ]
)
