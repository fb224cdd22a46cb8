"""Fixes that are applied: the fault is gone, nothing else has changed, and a second time there is nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import files
from mapper.engine.checks.attributes import UNKNOWN_ATTRIBUTE as FIXED
from mapper.engine.diagnostics import Diagnostic, Diagnostics, Severity
from mapper.engine.repairs import repair
from mapper.engine.suggestions import did_you_mean
from mapper.engine.text import Source, Span
from mapper.engine.yaml_nodes import MapNode, Node, ScalarNode, parse

from .repairable import RULE, faulty_texts
from .test_reader import EXAMPLE, SLIPS


def check(source: Source) -> Diagnostics:
    return files.check_text(source.text, name=source.name)[1]


def repaired(text: str) -> str:
    return repair(Source("a.yaml", text), check).source.text


def fixable() -> list[object]:
    found = []
    for name, text in faulty_texts():
        for index, each in enumerate(check(Source("a.yaml", text))):
            if each.fix is not None:
                found.append(pytest.param(text, index, id=f"{name} ({each.code.name})"))
    return found


@pytest.mark.parametrize(("text", "index"), fixable())
def test_a_fix_repairs_its_fault_and_nothing_else(text: str, index: int) -> None:
    before = list(check(Source("a.yaml", text)))
    fault = before[index]
    assert fault.fix is not None
    start, end = fault.span.start, fault.span.end
    text_after = f"{text[:start]}{fault.fix.replace}{text[end:]}"
    after = list(check(Source("a.yaml", text_after)))
    assert (fault.code, fault.message, start) not in [(each.code, each.message, each.span.start) for each in after]
    # Nobody knows what a line with tabs was read as, and one without its blank may have been passed over.
    if fault.code.name not in ("yaml-tab", "missing-space"):
        moved = len(fault.fix.replace) - (end - start)
        outside, outside_after = _outside(text, start, end), _outside(text_after, start, end + moved)
        if fault.code.name in ("wrong-shape", "unknown-key", "yaml-syntax"):
            # A line that comes to stand elsewhere changes where things begin and end, and no word around it.
            outside, outside_after = _words(outside), _words(outside_after)
        assert outside_after == outside
    # What the fault hid may come to light, but only where it stood.
    line, known = fault.span.place.line, {(each.code, each.message) for each in before}
    new = [each for each in errors(after) if (each.code, each.message) not in known]
    assert [each for each in new if each.span.place.line != line] == []


def errors(found: list[Diagnostic]) -> list[Diagnostic]:
    return [each for each in found if each.severity is Severity.ERROR]


def _words(sides: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
    before, behind = ([what for what in side if what not in ("begins", "ends")] for side in sides)
    return before, behind


def _outside(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """What the tree of a text has before and behind some characters: scalars, beginnings and ends."""
    root, _ = parse(Source("a.yaml", text))
    events = list(_events(root)) if root is not None else []
    before = [what for what, first, last in events if last <= start and first < start]
    behind = [what for what, first, last in events if first >= end and last > end]
    return before, behind


def _events(node: Node) -> Iterator[tuple[str, int, int]]:
    span = node.span
    if isinstance(node, ScalarNode):
        yield node.text.value, span.start, span.end
        return
    yield ("begins", span.start, span.start)
    for item in node.items:
        if isinstance(node, MapNode):
            key, value = item
            yield key.value, key.span.start, key.span.end
            yield from _events(value)
        else:
            yield from _events(item)
    yield ("ends", span.end, span.end)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in faulty_texts()])
def test_all_fixes_together_leave_none_and_do_nothing_a_second_time(text: str) -> None:
    result = repair(Source("a.yaml", text), check)
    assert [each for each in result.left if each.fix is not None] == []
    assert repaired(result.source.text) == result.source.text
    assert [line for line in text.split("\n") if line.lstrip().startswith("#")] == [
        line for line in result.source.text.split("\n") if line.lstrip().startswith("#")
    ]


@settings(max_examples=max(25, settings.default.max_examples // 10))
@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(SLIPS)), min_size=1, max_size=4))
def test_whatever_is_wrong_repairing_ends_and_makes_nothing_worse(slips: list[tuple[float, str]]) -> None:
    text = EXAMPLE
    for where, slip in slips:
        at = round(where * len(text))
        text = text[:at] + slip + text[at:]
    result = repair(Source("a.yaml", text), check)
    again = repair(result.source, check)
    assert again.source.text == result.source.text
    assert not result.left.has_errors or check(Source("a.yaml", text)).has_errors


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("vip: true", "vip: {value: true}"),
        ("vip: 'false'   # for now", "vip: {value: false}   # for now"),
        ("vip:\n        - active\n        - true  # c", "vip:\n        - active\n        - value: true  # c"),
        ("vip: [active, true]", "vip: [active, {value: true}]"),
        ("vip: false == active", 'vip: "`false` == active"'),
        ("vip: disabled", "vip: disabled"),
        ("vip: !active  # c", "vip:\n        not: active  # c"),
        ("vip: [!active]", "vip: [{not: active}]"),
        ("vip:\n        - !active", "vip:\n        - not: active"),
        ("vip:\n        from: !active", "vip:\n        not: active"),
        ("custom_fields.a: title", "custom_fields:\n        a: title"),
        ("customFields:\n        a: titel", "custom_fields:\n        a: title"),
        ("job_title: {{ title }}", "job_title: title"),
        ("job_title: [{{ title }}, userName]", "job_title: [title, userName]"),
        ('job_title:\n        - "{{ title }}"', "job_title:\n        - title"),
        ("job_title: {from: title, when: userName sw 'a'}",
         "job_title: {from: title, when: \"starts_with(userName, 'a')\"}"),
        ("job_title:\ttitle", "job_title: title"),
        ("job_title: Upper(titel)", "job_title: upper(title)"),
        ("job_titel: titel", "job_title: title"),
        ("job_title:\n        form: titel\n        emty: claer",
         "job_title:\n        from: title\n        empty: clear"),
        ("vip: 'userType == \"it''s\"'", "vip: 'userType == ''it\\''s'''"),
        ("vip: !active && userTipe == “x”", "vip: \"!active && userType == 'x'\""),
        # Where a character cannot be traced to its place there is no fix.
        ('job_title: {template: "{{ titel }}\\n"}', 'job_title: {template: "{{ titel }}\\n"}'),
        ('job_title: "Upper(title) \\x26\\x26 title"', 'job_title: "Upper(title) \\x26\\x26 title"'),
        # A bracket that is not closed: nobody knows how far it was meant to go, and quotes do not help.
        ("job_title: {from: title[, when: active}", "job_title: {from: title[, when: active}"),
        ('job_title: {from: "title"\n      name: displayName', 'job_title: {from: "title"\n      name: displayName'),
        # A name that is taken already, or may be, since a line could not be read.
        ("name: displayName\n      nme: userName", "name: displayName\n      nme: userName"),
        ("nme: userName\n      name: [", "nme: userName\n      name: ["),
        ("nme: userName\n      nam: title", "name: userName\n      nam: title"),
        ("job_title:\n        frm: title\n        form: title", "job_title:\n        from: title\n        form: title"),
    ],
)  # fmt: skip
def test_repaired(field: str, expected: str) -> None:
    assert repaired(f"{RULE}      {field}\n") == f"{RULE}      {expected}\n"


def test_tabs_are_repaired_only_where_nothing_else_tells_how_deep_they_were_meant() -> None:
    tabbed = "mapping: 1\nname: a\nusers:\n\trule: R\n\tperson:\n\t\tname: displayName\n\t\tprimary_email: userName\n"
    assert repaired(tabbed) == tabbed.replace("\t", "  ")
    mixed = tabbed.replace("\trule", "    rule")
    assert repaired(mixed) == mixed
    with_block = tabbed.replace("displayName", "\n\t\t\ttemplate: |\n\t\t\t\tx")
    assert repaired(with_block) == with_block


def test_a_name_is_repaired_only_when_one_alone_comes_near() -> None:
    assert did_you_mean("colour", ["colours", "kind"]) == ("did you mean 'colours'?", "colours")
    assert did_you_mean("colour", ["colours", "color"]) == ("did you mean 'colours'?", None)
    assert did_you_mean("Color", ["colors", "color"]) == ("did you mean 'color'?", "color")
    assert did_you_mean("colour", ["kind"]) == (None, None)


def test_a_repair_tells_the_place_before_all_repairs() -> None:
    text = f"{RULE}      vip: !active && userTipe == 'x'\n      job_titel: titel\n"
    told = [(each.code.name, each.old, each.new, each.span.place.line, each.span.place.column)
            for each in repair(Source("a.yaml", text), check).repairs]  # fmt: skip
    assert told == [
        ("unquoted-negation", "!active && userTipe == 'x'", "\"!active && userTipe == 'x'\"", 6, 12),
        ("unknown-field", "job_titel", "job_title", 7, 7),
        ("unknown-attribute", "titel", "title", 7, 18),
        ("unknown-attribute", "userTipe", "userType", 6, 12),
    ]


def test_a_fix_that_brings_about_the_next_one_ends() -> None:
    def longer(source: Source) -> Diagnostics:
        _, found = files.check_text(f"{RULE}      vip: true\n", name="a.yaml")
        (fault,) = [each for each in found if each.fix is not None]
        endless = Diagnostics()
        endless.add(fault.code, "once more", fault.span, fix=source.text[fault.span.start : fault.span.end] + "x")
        return endless

    assert len(repair(Source("a.yaml", "y" * 200), longer).repairs) == 20


def test_a_fix_that_does_not_help_is_not_applied_to_what_it_wrote() -> None:
    def wrong(source: Source) -> Diagnostics:
        found = Diagnostics()
        found.add(FIXED, "wrong", Span(source, 0, len(source.text)), fix=f"({source.text})")
        return found

    assert repair(Source("a.yaml", "x"), wrong).source.text == "(x)"
