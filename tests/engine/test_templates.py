"""Templates: what they print, what is refused, and that they print what Jinja2 prints, but for the named deviations."""

from __future__ import annotations

import contextlib
import json
import re
import sys
import tracemalloc
from pathlib import Path

import jinja2
import pytest
import ruamel.yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from mapper.engine.functions.filters import FILTERS, NOT_OFFERED
from mapper.engine.shapes import resource_shape
from mapper.engine.templates import InvalidTemplate, parse_template
from mapper.engine.text import Source, Span, Text
from mapper.engine.work import Work
from mapper.json_reader import read_json
from mapper.schemas.scim import user_schema
from mapper.schemas.values import Json, WrittenFloat
from tests.engine.templates.printing import Printed, Refused, Undefined, compiled, reference

DATA = Path(__file__).parent / "templates"
SHAPE = resource_shape(user_schema())


def read(name: str) -> Json:
    return ruamel.yaml.YAML(typ="safe", pure=True).load((DATA / name).read_text(encoding="utf-8"))


def grouped(name: str) -> list[object]:
    return [
        pytest.param(case, id=f"{group['group']}: {case['template']!r}")
        for group in read(name)
        for case in group["cases"]
    ]


# --- what they print -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", grouped("cases.yaml"))
def test_a_template_prints_what_the_rulings_say(case):
    payload = read_json(case["payload_json"]) if "payload_json" in case else case["payload"]
    printed = compiled(case["template"]).run(payload)
    if "fails" in case:
        assert case["fails"] in printed.failure
    else:
        assert printed == Printed(case["text"], case.get("empty", False))


@pytest.mark.parametrize(
    ("name", "example"), [(name, each) for name, function in FILTERS.items() for each in function.examples]
)
def test_the_examples_of_filters_are_true(name, example):
    assert f"| {name}" in example.expression or name in ("d", "count")  # two names for one filter
    assert compiled(example.expression).run(example.payload).text == example.result


def test_every_filter_of_jinja2_is_offered_or_refused_with_a_reason():
    assert FILTERS.keys() | NOT_OFFERED.keys() == jinja2.filters.FILTERS.keys()
    assert not FILTERS.keys() & NOT_OFFERED.keys()


def test_reads_are_what_is_printed_and_walked_but_not_what_conditions_read():
    template = (
        "{{ name.givenName }}{% if title %}{{ userName | upper }}{% endif %}{{ nickName if active else locale }}"
        "{% for e in emails %}{{ e.value }}{% endfor %}{{ user['a/b'].x }}"
    )
    reads = compiled(template.replace("user['a/b'].x", "displayName"), SHAPE).reads
    assert reads == ("/name/givenName", "/userName", "/nickName", "/locale", "/emails", "/displayName")


def test_parts_that_are_texts_are_joined_without_a_call():
    text = compiled("{{ name.givenName }} {{ name.familyName }}").text
    fast = text.split("else:")[0]
    assert " + " in fast
    assert set(re.findall(r"(\w+)\(", fast)) == {"printing", "get", "len", "check_length", "strip"}


def test_a_few_ways_through_branches_are_joined_each_without_a_call():
    text = compiled("{% if active %}{{ displayName }}{% elif t %}{{ a }}{% else %}{{ userName }}{% endif %} x").text
    assert text.count(" = printed((") == text.count(".strip() or None") == 3
    assert "+= (" not in text
    assert "+= (" in compiled("{% if a %}a{% endif %}{% if b %}b{% endif %}{% if c %}c{% endif %}{{ d }}").text


def test_equal_paths_are_looked_up_once():
    assert compiled("{{ name.a }} {{ name.b }} {{ name.a | upper }}").text.count(".get(") == 3


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", grouped("faults.yaml"))
def test_a_template_is_refused_by_name_and_place(case):
    with pytest.raises(Refused) as refused:
        compiled(case["template"], SHAPE)
    fault = refused.value.faults[0]
    assert (fault.code.name, fault.span.text) == (case["code"], case["at"])
    if "hint" in case:
        assert fault.hint == case["hint"]
    if "fix" in case:
        assert (fault.fix.replace if fault.fix else None) == case["fix"]
    assert fault.message[0] == fault.message[0].lower()
    assert not fault.message.endswith(".")


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("x" * 8193, "template-too-long"),
        ("{{a}}" * 1000, "template-too-long"),
        ("{{ " + "(" * 17 + "a" + ")" * 17 + " }}", "template-too-deep"),
        ("{{ " + "not " * 17 + "a }}", "template-too-deep"),
        ("{{ " + "- " * 17 + "1 }}", "template-too-deep"),
        ("{{ " + "a if b else " * 17 + "c }}", "template-too-deep"),
        ("{{ a" + ".b" * 65 + " }}", "template-too-deep"),
        ("{{ a" + " | upper" * 65 + " }}", "template-too-deep"),
        ("{{ a" + " or b" * 65 + " }}", "template-too-deep"),
        ("{% if a %}" * 17 + "{% endif %}" * 17, "template-too-deep"),
        ("{% for a in l %}" * 3 + "{% endfor %}" * 3, "template-too-deep"),
    ],
)
def test_what_is_too_long_or_too_deep_is_refused(template, code):
    with pytest.raises(InvalidTemplate) as refused:
        parse_template(template)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("template", "payload", "text"),
    [
        ("{{ " + "(" * 16 + "a" + ")" * 16 + " }}", {"a": "A"}, "A"),
        ("{{ " + "not " * 16 + "a }}", {"a": "A"}, "true"),
        ("{{ " + "a if b else " * 16 + "c }}", {"c": "C"}, "C"),
        ("{{ a" + " | upper" * 64 + " }}", {"a": "a"}, "A"),
        ("{% if a %}" * 16 + "x" + "{% endif %}" * 16, {"a": "A"}, "x"),
        ("{% if b %}" + "".join(f"{{% elif a == {n} %}}{n}" for n in range(200)) + "{% endif %}", {"a": 99}, "99"),
        ("{{ a }}" * 400, {"a": "A"}, "A" * 400),
    ],
)
def test_what_is_as_deep_as_allowed_runs(template, payload, text):
    assert compiled(template).run(payload).text == text


LONG = (
    "Hello {{ name.givenName | title }} {{- a['b'][0] ~ 'x' }}{# note #}\n{% raw %}{{ }}{% endraw %}"
    "{% for e in emails %}{% if e.type == 'work' and not e.primary or e.value in ['a', 'b'] %}{{ loop.index }}"
    "{{ e.value | replace('a', \"b\") if e.value else (1.5) }}{% elif e %}x{% else %}y{% endif %}{% endfor %}"
)


def fault_of(template: str) -> InvalidTemplate | None:
    """The fault of a template. Errors of any other family are not caught."""
    try:
        parse_template(template)
    except InvalidTemplate as fault:
        return fault
    return None


@pytest.mark.parametrize("end", range(len(LONG)))
def test_every_prefix_of_a_template_is_parsed_or_refused_in_one_family(end):
    fault = fault_of(LONG[:end])
    assert fault is None or 0 <= fault.start <= fault.end <= end


NOISE = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{{-", "-}}", "{%-", "-%}", "raw", "endraw", "if", "else", "elif", "endif",
    "for", "in", "endfor", "a", "e.b", "(", ")", "[", "]", "{", "}", ",", ":", "|", "upper", "~", "==", "<", "is",
    "not", "and", "or",
    "'x'", "'", '"', "1", "1.5", "-", "+", "*", "**", "loop", ".index", "none", "true", "set", "=", "\\",
    "\n", "\t", "\u00e9", "\ud800", "\0", "0x1f", "1_0", "{{ a }}",
)  # fmt: skip


@given(st.text(max_size=60) | st.lists(st.sampled_from(NOISE), max_size=30).map(" ".join))
def test_noise_is_parsed_or_refused_in_one_family(noise):
    fault = fault_of(noise)
    assert fault is None or 0 <= fault.start <= fault.end <= len(noise)
    with contextlib.suppress(Refused):
        compiled(noise).run({"a": "A", "e": {"b": [1]}, "x": None})


# --- attacks ---------------------------------------------------------------------------------------------------------

ATTACKS = json.loads((DATA / "attacks.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack["id"] for attack in ATTACKS])
def test_an_attack_is_refused_with_bounded_work_and_memory(attack):
    template = "".join(text * times for text, times in attack["template"])
    payload = {"u": "x" * 10_000, "l": list(range(10_000)), "active": True, "emails": [{"value": "a"}]}
    events = 0

    def count(*event: object) -> None:
        nonlocal events
        events += 1

    tracemalloc.start()
    sys.setprofile(count)
    try:
        printed = compiled(template).run(payload)
        codes = ["fails" if printed.failure is not None else f"prints {printed.text}"]
    except Refused as refused:
        codes = [fault.code.name for fault in refused.faults]
    finally:
        sys.setprofile(None)
        memory = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert codes == [attack["outcome"]]
    assert events < 100_000  # calls and returns, of Python and of C
    assert memory < 32 * 2**20


@pytest.mark.parametrize(
    ("template", "payload", "sentence"),
    [
        ("{{ u }}", {"u": "x" * 65_537}, "longer than 65,536 characters"),
        ("{{ u }}{{ v }}{{ u }}", {"u": "x" * 40_000}, "longer than 65,536 characters"),
        ("{{ u }}" * 33, {"u": "x" * 2_000}, "longer than 65,536 characters"),
        ("{{ (u ~ u) | first }}", {"u": "x" * 40_000}, "longer than 65,536 characters"),
        ("{{ l | join(u) | first }}", {"l": [1] * 50, "u": "x" * 2_000}, "longer than 65,536 characters"),
        ("{{ u | replace('x', u) | first }}", {"u": "x" * 300}, "longer than 65,536 characters"),
        ("{% for x in l %}{{ u }}{% endfor %}", {"l": [1] * 50, "u": "x" * 2_000}, "longer than 65,536 characters"),
        ("{% for x in l %}{{ u | lower | first }}{% endfor %}", {"l": [1] * 999, "u": "x" * 999}, "needs more steps"),
        ("{% for x in l %}{{ 'y' if l == l else '' }}{% endfor %}", {"l": [1] * 999}, "needs more steps"),
    ],
)
def test_growth_is_counted_before_it_happens(template, payload, sentence):
    assert sentence in compiled(template).run(payload).failure


def test_twice_the_payload_takes_at_most_twice_the_steps():
    template = compiled("{% for x in l %}{{ x.a | upper }}{% for y in x.m %}{{ y }}{% endfor %}{% endfor %}")
    spent = []
    for count in (100, 200):
        payload = {"l": [{"a": "text", "m": [1, 2, 3]}] * count}
        work = Work(payload)
        assert template.run(payload, work).failure is None
        spent.append(work.spent)
    assert 0 < spent[1] <= 2 * spent[0]


# --- Jinja2 ----------------------------------------------------------------------------------------------------------

TEXTS = st.text(alphabet="abAB xéß'{%}<&1-\n", min_size=1, max_size=6).filter(str.strip)
ELEMENTS = st.fixed_dictionaries({"p": TEXTS, "m": st.lists(TEXTS, min_size=1, max_size=2)})
PAYLOADS = st.fixed_dictionaries(
    {
        "a": TEXTS, "b": TEXTS, "n": st.integers(-5, 5), "t": st.booleans(),
        "o": st.fixed_dictionaries({"p": TEXTS, "q": st.integers(0, 3)}),
        "l": st.lists(ELEMENTS, min_size=1, max_size=3),
    }
)  # fmt: skip
LITERALS = st.sampled_from(["", " ", ", ", "x", "\n", "\n\n", " (", ") ", "{# c #}", "{", "%}"])
PATHS = st.sampled_from(["a", "b", "o.p", "o['p']", "l[0].p", "l[-1].p", "(l | first).p", "l[0].m[0]", "'k'", '"B"'])
NUMBERS = st.sampled_from(["n", "o.q", "1", "-2", "o['q']", "l | length", "a | length"])
SEPARATORS = st.sampled_from(["", " ", "-", ", "])


def _texts(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    filters = st.sampled_from(
        [
            "upper",
            "lower",
            "title",
            "capitalize",
            "trim",
            "first",
            "last",
            "default('d')",
            "replace('a', 'bb')",
            "replace('x', b)",
            "replace('B', '-', 1)",
            "trim('x ')",
        ]
    )
    return st.one_of(
        st.builds("({} | {})".format, inner, filters),
        st.builds("({} ~ {} ~ {})".format, inner, st.sampled_from(["' '", "n", "1.5", "'x'"]), inner),
        st.builds("({} if {} else {})".format, inner, CONDITIONS, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} and {})".format, inner, inner),
    )


COMPARISONS = st.one_of(
    st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), NUMBERS),
    st.builds("{} {} {}".format, PATHS, st.sampled_from(["==", "!=", "<", ">="]), PATHS),
    st.builds("{} {} ['a', 'k', 'x']".format, PATHS, st.sampled_from(["in", "not in"])),
    st.sampled_from(["a", "n", "t", "o", "l", "o.q", "l[0].m", "none", "true", "0"]),
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds("not ({})".format, inner)
        | st.builds("({} and {})".format, inner, inner)
        | st.builds("({} or {})".format, inner, inner)
    ),
    max_leaves=3,
)
VALUES = st.recursive(PATHS, _texts, max_leaves=4) | NUMBERS | CONDITIONS.map("({}) and 'c' or 'd'".format)
OUTPUTS = st.builds("{{{{{} {} {}}}}}".format, st.sampled_from(["", "-"]), VALUES, st.sampled_from(["", "-"]))


IF = "{{% if {} %}}{}{{% endif %}}"
ELIF = "{{% if {} -%}}{}{{% elif {} %}}{}{{%- else %}}{}{{% endif %}}"
LOOP = "{{% for x in l %}}{}{{{{ x.p }}}}{}{{% if not loop.last %}}{{{{ loop.index }}}}, {{% endif %}}{{% endfor %}}"
LOOP_IN_LOOP = (
    "{{% for x in l %}}{{% for y in x.m %}}{}{{{{ y | upper ~ loop.index0 ~ x.p }}}}{{% endfor %}}{{% endfor %}}"
)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(IF.format, CONDITIONS, inner),
        st.builds(ELIF.format, CONDITIONS, inner, CONDITIONS, inner, inner),
        st.builds(LOOP.format, LITERALS, LITERALS),
        st.builds(LOOP_IN_LOOP.format, LITERALS),
    )


TEMPLATES = st.lists(st.recursive(LITERALS | OUTPUTS, _blocks, max_leaves=3), min_size=1, max_size=6).map("".join)


@given(TEMPLATES, PAYLOADS)
def test_where_no_part_is_absent_a_template_prints_what_jinja2_prints(template, payload):
    if fault_of(template) is not None:
        # Braces of the text that happen to open a tag are wrong in Jinja2 as well.
        with pytest.raises(jinja2.TemplateSyntaxError):
            reference(template, payload)
        return
    ours = compiled(template)
    absent: list[Json] = []

    def look(value: Json) -> Json:
        if value == "" or value is None or isinstance(value, Undefined):
            absent.append(value)
        return value

    theirs = reference(template, payload, look)
    assume(not absent)
    assert ours.run(payload).text == (theirs or None)


ANYTHING = st.sampled_from(["", " ", "A b", "a\nb", 0, 1.5, True, None, [], ["x"], {"p": "é"}])
ANY_PAYLOADS = st.dictionaries(st.sampled_from("abnto"), ANYTHING).flatmap(
    lambda given: st.lists(ELEMENTS | ANYTHING, max_size=2).map(lambda elements: {**given, "l": elements})
)
NEVER = "{% if nobody %}x{% endif %}"


@given(TEMPLATES, ANY_PAYLOADS)
def test_a_template_prints_the_same_when_it_has_too_many_ways_to_write_each(template, payload):
    many = template + 3 * NEVER
    assume(not template.endswith("{") and fault_of(template) is None and fault_of(many) is None)
    assert compiled(many).run(payload) == compiled(template).run(payload)


DEVIATING: Json = {
    "a": "A b", "t": True, "f": WrittenFloat("1.10"), "e": "", "l": ["x", "y"], "m": [["x"]], "n": [], "o": {"k": "v"},
}  # fmt: skip


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(template, id=f"{deviation['name']}: {template}")
        for deviation in read("deviations.yaml")
        for template in deviation["templates"]
    ],
)
def test_a_named_deviation_is_one(template):
    try:
        theirs: str | None = reference(template, DEVIATING)
    except TypeError:
        theirs = None
    printed = compiled(template).run(DEVIATING)
    assert printed.failure is not None or printed.text != theirs


@given(TEMPLATES, st.text(alphabet="ab\"'\\{}%#\n\t\0\ud800$`é😀", max_size=20))
def test_hostile_values_neither_change_the_generated_text_nor_raise(template, hostile):
    try:
        ours = compiled(template)
    except Refused:
        return
    of_element = {"p": hostile, "m": [hostile]}
    ours.run({"a": hostile, "b": hostile, "n": 1, "t": True, "o": {"p": hostile}, "l": [of_element]})
    assert compiled(template).text == ours.text


@given(st.text(alphabet='ab"\\{}%#\n\t$`é😀_()', min_size=2, max_size=20))
def test_hostile_constants_stay_out_of_the_generated_text(hostile):
    literal = hostile.replace("\\", "\\\\").replace('"', '\\"')
    template = f'{{{{ a if a == "{literal}" }}}}'
    assert compiled(template).text == compiled('{{ a if a == "x" }}').text
    assert compiled(template).run({"a": hostile}).text == (hostile.strip() or None)


def test_places_are_those_of_the_file():
    source = Source("acme.yaml", "template: '{{ it | uper }}'")
    text = Text("{{ it | uper }}", Span(source, 10, len(source.text)), "single")
    assert text.at(8, 12).text == "uper"
