"""The price of expressions and the budget of a payload: work grows as the payload does, and nothing multiplies."""

from __future__ import annotations

import json
import tracemalloc

import pytest

import mapper
from mapper.engine import compiler
from mapper.engine import expressions as tree
from mapper.engine.diagnostics import Severity
from mapper.engine.price import Surroundings, price
from mapper.engine.work import MOST_STEPS, TooMuchWork, Work
from mapper.schemas.values import Json


def mapping(fields: dict[str, Json], **sections: Json) -> mapper.CompiledMapping:
    """A mapping with one rule; JSON is YAML as well."""
    rule = {"rule": "All", "person": {"name": "userName", "primary_email": "userName", **fields}}
    return mapper.loads(json.dumps({"mapping": "1", "name": "budget", **sections, "users": [rule]}))


def user(size: int) -> dict[str, Json]:
    return {
        "id": "u1",
        "userName": "babs@example.com",
        "emails": [{"value": f"e{at}@example.com", "type": "work"} for at in range(size)],
        "phoneNumbers": [{"value": f"+3161{at}", "type": "mobile"} for at in range(size)],
        "groups": [{"value": f"g{at}", "display": f"Group {at}"} for at in range(size)],
    }


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """The budgets of all payloads that are mapped."""
    made: list[Work] = []

    def counting(payload: Json) -> Work:
        made.append(Work(payload))
        return made[-1]

    monkeypatch.setattr(compiler, "Work", counting)
    return made


LINEAR: dict[str, tuple[dict[str, Json], dict[str, Json]]] = {
    "a computed separator": ({"job_title": "join(emails[0].type, phoneNumbers[].value)"}, {}),
    "many walks": ({"job_title": " || ".join(f"(emails[?value == 'x{at}'].type | [0])" for at in range(40))}, {}),
    "a loop in a template": ({"job_title": {"template": "{% for e in emails %}{{ e.value | upper }}{% endfor %}"}}, {}),
    "a function of each element": (
        {"contacts": {"each": "emails", "entry": {"email": "value", "label": "lower(user.userName)"}}},
        {},
    ),
    "a table of patterns": (
        {"contacts": {"each": "emails", "entry": {"email": "value", "label": "lookup('t', type)"}}},
        {"tables": {"t": {"match": "pattern", "rows": {"w*k": "work", "h?me": "home"}}}},
    ),
    "a named expression in each entry": (
        {"contacts": {"each": "emails", "entry": {"email": "value", "label": "first_phone[0]"}}},
        {"let": {"first_phone": "phoneNumbers[?value != person.name].type"}},
    ),
}


@pytest.mark.parametrize("case", list(LINEAR))
def test_doubling_a_payload_at_most_doubles_the_work(case: str, works: list[Work]) -> None:
    fields, sections = LINEAR[case]
    compiled = mapping(fields, **sections)
    for size in (200, 400):
        assert {problem.code for problem in compiled.map_user(user(size)).problems} <= {"too-long"}
    small, large = (work.spent for work in works)
    assert 0 < small <= large <= 2 * small + 10


def entries(label: Json = "type", **more: Json) -> dict[str, Json]:
    """A list with one entry for each e-mail address."""
    return {"contacts": {"each": "emails", "entry": {"email": "value", "label": label}, **more}}


NUMBERS: dict[str, Json] = {"let": {"all": "phoneNumbers[].value"}}
NESTED = "{% for a in emails %}{% for b in phoneNumbers %}{{ b.display }}{% endfor %}{% endfor %}"
GROUPS: dict[str, Json] = {"groups": {"rule": "G", "person": {"vip": {"value": "true"}}}}

SQUARES: dict[str, tuple[dict[str, Json], dict[str, Json]]] = {
    "a loop in a filter": ({"job_title": "emails[?user.phoneNumbers[?value == 'x']].type | [0]"}, {}),
    "contains of a named list": ({"job_title": "emails[?contains(all, value)].display | [0]"}, NUMBERS),
    "a loop in each entry": (entries("user.phoneNumbers[?value == 'x'].type | [0]"), {}),
    "a loop beside each": (entries(when="user.phoneNumbers[?value == 'x']"), {}),
    "a sorted list in each entry": (entries("sort(user.phoneNumbers[].value) | [0]"), {}),
    "text of everything in each entry": (entries("to_string(user)"), {}),
    "equal lists in each entry": (entries({"when": "user.phoneNumbers == user.phoneNumbers", "from": "type"}), {}),
    "a filter of a template in each entry": (entries({"template": "{{ all | join }}"}), NUMBERS),
    "two loops of a template": ({"job_title": {"template": NESTED}}, {}),
    "groups for each element": ({"job_title": "emails[?in_group(value)].type | [0]"}, GROUPS),
    "a key of a sort": ({"job_title": "sort_by(emails, &length(user.phoneNumbers[].value | sort(@)))[0].type"}, {}),
}


@pytest.mark.parametrize("case", list(SQUARES))
def test_what_would_square_is_stopped_and_the_rest_of_the_person_goes_on(case: str, works: list[Work]) -> None:
    fields, sections = SQUARES[case]
    outcome = mapping(fields, **sections).map_user(user(4000))
    assert outcome.person["name"] == "babs@example.com"
    stopped = [problem for problem in outcome.problems if problem.message != "no entry of the list could be read"]
    assert {problem.code for problem in stopped} == {"function-failed"}
    assert all("more steps" in problem.message for problem in stopped)
    (work,) = works
    assert work.spent <= MOST_STEPS
    assert mapping(fields, **sections).map_user(user(20)).problems == []


def test_a_question_in_the_cold_is_counted_too(works: list[Work]) -> None:
    """The left side never holds, so that the right side is first asked when no candidate gave a value."""
    hidden = "nickName && (emails[?user.phoneNumbers[?value == 'x']] | [0].type)"
    outcome = mapping({"job_title": hidden}).map_user(user(4000))
    assert outcome.keep["job_title"] == "absent"
    assert works[0].spent > 50_000


def test_a_named_expression_that_takes_too_long_fails_for_those_who_use_it() -> None:
    big = mapping(
        {"job_title": "big[0].type", "location": "userName"}, let={"big": "emails[?user.emails[?value == 'x']]"}
    )
    outcome = big.map_user(user(4000))
    assert outcome.person["location"] == "babs@example.com"
    assert [(problem.code, problem.field) for problem in outcome.problems] == [("function-failed", "job_title")]


DOUBLE = "[@, @]"

REFUSED: dict[str, tuple[dict[str, Json], dict[str, Json]]] = {
    "doubled nine times": ({"custom_fields": {"x": " | ".join(["emails", *[DOUBLE] * 9])}}, {}),
    "doubled and flattened": ({"custom_fields": {"x": "|".join(["emails", *["[@,@][]"] * 8])}}, {}),
    "doubled as an object": ({"custom_fields": {"x": " | ".join(["emails", *["{a: @, b: @}"] * 9])}}, {}),
    "doubled by text": ({"custom_fields": {"x": " | ".join(["emails", *["to_string([@])"] * 9])}}, {}),
    "doubled by an expression": ({"custom_fields": {"x": "map(&" + "|".join([DOUBLE] * 9) + ", emails)"}}, {}),
    "doubled by name": (
        {"custom_fields": {"x": "l9"}},
        {"let": {"l0": "[emails, emails]", **{f"l{at}": f"[l{at - 1}, l{at - 1}]" for at in range(1, 10)}}},
    ),
    "doubled by then": (
        {
            "custom_fields": {
                "x": {
                    "from": [{"from": "emails", "then": "|".join([DOUBLE] * 5)}],
                    "then": "|".join([DOUBLE] * 5),
                }
            }
        },
        {},
    ),
    "doubled by name and then": (
        {"custom_fields": {"x": {"from": "l", "then": "|".join([DOUBLE] * 5)}}},
        {"let": {"l": "emails | " + "|".join([DOUBLE] * 5)}},
    ),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_what_multiplies_is_refused_by_the_check(case: str) -> None:
    fields, sections = REFUSED[case]
    with pytest.raises(mapper.InvalidMapping) as caught:
        mapping(fields, **sections)
    assert [each.code.name for each in caught.value.diagnostics] == ["expression-too-expensive"]


ALLOWED = {
    "doubled": "emails | " + "|".join([DOUBLE] * 7),
    "joined": "join('', map(&'" + "x" * 400 + "', emails))",
    "joined with much between": "join('" + "x" * 400 + "', emails[].type)",
    "as text": "to_string([to_string([to_string(emails)])])",
    "a literal for each": "emails[].{a: `[[1,2,3],[1,2,3],[1,2,3],[1,2,3]]`}",
    "one beside the other": "emails[].[@, @, @, @, @, @, @, @]",
}


@pytest.mark.parametrize("case", list(ALLOWED))
def test_no_allowed_expression_makes_a_large_value(case: str) -> None:
    payload = user(5_000)
    compiled = mapping({"custom_fields": {"x": ALLOWED[case]}})
    tracemalloc.start()
    outcome = compiled.map_user(payload)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "custom_fields" not in outcome.person
    assert {problem.code for problem in outcome.problems} <= {"does-not-fit", "function-failed"}
    assert outcome.problems
    assert peak < 32 * 2**20


def test_named_expressions_build_on_one_another_only_so_deep() -> None:
    deepest = {"l0": "title", **{f"l{at}": f"upper(l{at - 1})" for at in range(1, 16)}}
    assert (
        mapping({"job_title": "l15"}, let=deepest).map_user({**user(1), "title": "boss"}).person["job_title"] == "BOSS"
    )
    with pytest.raises(mapper.InvalidMapping, match="more than 16 named expressions"):
        mapping({"job_title": "l16"}, let={**deepest, "l16": "upper(l15)"})


def test_a_mapping_has_only_so_many_parts() -> None:
    fields = {f"f{at}": " || ".join(["title"] * 100) for at in range(101)}
    with pytest.raises(mapper.InvalidMapping, match="more than 20,000 parts") as caught:
        mapping({"custom_fields": fields})
    errors = [each for each in caught.value.diagnostics if each.severity is Severity.ERROR]
    assert [each.code.name for each in errors] == ["expression-too-long"]
    assert mapping({"custom_fields": dict(list(fields.items())[:100])}).name == "budget"


@pytest.mark.parametrize(
    ("text", "repeated", "counted"),
    [
        ("emails[?primary].value | [0]", False, False),
        ("emails[].[value, type]", False, False),
        ("join(', ', emails[].type)", False, False),
        ("join(type, emails[].type)", False, True),
        ("join_present(' ', title, nickName)", False, False),
        ("title", True, False),
        ("emails[].value", True, True),
        ("title == nickName", True, True),
        ("title == 'boss'", True, False),
        (" || ".join(["emails[].value | [0]"] * 40), False, True),
    ],
)
def test_what_is_counted(text: str, repeated: bool, counted: bool) -> None:
    """In a group rule the group is the same for every member, so that whatever walks it is counted."""
    found = price(tree.parse(text), Surroundings(repeated=repeated, outer=repeated))
    assert found.counts_at_run_time is counted
    assert not found.refused


def test_the_budget_grows_with_the_payload_and_ends() -> None:
    small, large = Work({}), Work([0] * 1000)
    for work, steps in ((small, 50_020), (large, 70_020)):
        work.spend(steps)
        with pytest.raises(TooMuchWork):
            work.spend(1)
        assert work.spent == steps


def test_a_comparison_costs_what_it_would_visit() -> None:
    work = Work({})
    shared: Json = []
    for _ in range(40):
        shared = [shared, shared]
    with pytest.raises(TooMuchWork):
        work.spend_tree(shared)
