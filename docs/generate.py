"""The code in, the pages that are made from it out, and the JSON Schemas of the language. `make docs` writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import click

from mapper.cli import main as program
from mapper.cli.code_pages import chosen
from mapper.cli.library import LIBRARY
from mapper.engine.diagnostics import Code
from mapper.engine.functions.declaration import Function
from mapper.engine.templates.filters import filter_named, filter_usage
from mapper.json_schema.cases import schema_of_tests
from mapper.json_schema.mapping import schema_of_mappings
from mapper.json_writer import write_json
from mapper.schemas.target import TargetSchema, person_schema
from mapper.schemas.values import Json

DOCS = Path(__file__).resolve().parent
MADE = "<!-- Made from the code by `make docs`. -->"


def commands() -> str:
    """What `--help` says, of the program and of every command."""
    parts = [MADE, "# Commands", help_text(program, "mapper")]
    with click.Context(program, info_name="mapper", **program.context_settings) as context:
        for name in program.list_commands(context):
            command = program.get_command(context, name)
            if command is not None:
                parts += [f"## mapper {name}", help_text(command, name, context)]
    return "\n\n".join(parts) + "\n"


def help_text(command: click.Command, name: str, parent: click.Context | None = None) -> str:
    """The help of a command as a block of Markdown, as wide as a terminal of 100 columns shows it."""
    width = {"terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, info_name=name, parent=parent, **{**command.context_settings, **width})
    return f"```\n{command.get_help(context)}\n```"


def functions() -> str:
    """Every function of the library by what it is about, and the filters of Jinja2, with their examples."""
    parts = [MADE, "# Functions"]
    for kind, listed in LIBRARY.items():
        parts += [f"## {kind}", *map(function_text, sorted(listed, key=lambda function: function.name))]
    return "\n\n".join(parts) + "\n"


def function_text(function: Function) -> str:
    """One function: how it is called, what it does, and what it gives."""
    used = f"; in templates `{filter_usage(function)}`" if filter_named(function.name) is function else ""
    lines = [f"### {function.name}", "", f"`{function.signature}`{used}", "", function.about]
    for example in function.examples:
        on = f" on {code_span(written(example.payload))}" if example.payload != {} else ""
        lines += ["", f"- {code_span(example.expression)}{on} is {code_span(written(example.result))}"]
    if function.name in IN_A_MAPPING:
        lines += ["", IN_A_MAPPING[function.name]]
    return "\n".join(lines)


IN_A_MAPPING = {
    "lookup": """\
```yaml mapping
tables:
  centres:
    rows:
      0042: Engineering
      4711: Sales

users:
  rule: Everybody
  person:
    primary_email: userName
    name: displayName
    location: lookup('centres', enterprise.costCenter)
```

```json user
{
  "userName": "babs@example.com",
  "displayName": "Babs Jensen",
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"costCenter": "0042"}
}
```

```json outcome
{"person": {"primary_email": "babs@example.com", "name": "Babs Jensen", "location": "Engineering"}}
```""",
    "listed": """\
```yaml mapping
tables:
  domains:
    list:
      - acme.com
      - acme.nl

users:
  rule: Everybody
  person:
    primary_email: userName
    name: displayName
    vip: listed('domains', email_domain(userName))
```

```json user
{"userName": "babs@acme.nl", "displayName": "Babs Jensen"}
```

```json outcome
{"person": {"primary_email": "babs@acme.nl", "name": "Babs Jensen", "vip": true}}
```""",
    "in_group": """\
```yaml mapping
users:
  rule: Everybody
  person:
    primary_email: userName
    name: displayName
    vip:
      if: in_group('Executives')
      else: false
```

```json user
{
  "userName": "babs@example.com",
  "displayName": "Babs Jensen",
  "groups": [{"value": "g1", "display": "Executives"}]
}
```

```json outcome
{"person": {"primary_email": "babs@example.com", "name": "Babs Jensen", "vip": true}}
```""",
    "group_for": """\
```yaml mapping
users:
  rule: Everybody
  person:
    primary_email: userName
    name: displayName
    organization: group_for('organization')

groups:
  rule: Organization groups
  when: starts_with(displayName, 'org:')
  stands_for: organization
  called: after(displayName, 'org:')
  create: true
```

```json user
{
  "userName": "babs@example.com",
  "displayName": "Babs Jensen",
  "groups": [{"value": "g1", "display": "org:Sales"}]
}
```

```json outcome
{"person": {"primary_email": "babs@example.com", "name": "Babs Jensen", "organization": {"name": "Sales"}}}
```""",
}
"""Functions that show themselves only in a mapping, since they read its tables or groups."""


def codes() -> str:
    """Every kind of fault of a mapping, and of problem of a payload, by topic, with its page."""
    parts = [MADE, "# Codes", ABOUT_CODES]
    for topic, listed in groupby(chosen(None), key=lambda each: each[0]):
        head = ["| code | severity | what it tells |", "| --- | --- | --- |"]
        parts += [f"## {topic}", "\n".join([*head, *(code_row(code) for _, code in listed)])]
    return "\n\n".join(parts) + "\n"


ABOUT_CODES = """\
What `mapper check` and `mapper test` find has a code, which stands in brackets behind the place; so has each problem
that `mapper run` tells of a payload (the last table). Each code has a page with an example, what is said of it, the
repair, and why it is told; `mapper codes CODE` shows it on a terminal. An error can never work, and a mapping with one
does not run. A warning is probably not what was meant; where it is, a comment in its line allows it, with the reason:
`# mapper: allow CODE because REASON`."""


def code_row(code: Code) -> str:
    """A code in a table; its page lies beside the code that reads it."""
    about = code.about.replace("|", r"\|")
    return f"| [`{code.name}`](../mapper/pages/{code.name}.md) | {code.severity.value} | {about} |"


def code_span(text: str) -> str:
    """Text as code in Markdown; JMESPath writes its literals between the very quotes that Markdown takes for code."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def written(value: object) -> str:
    """A JSON value as its text."""
    return json.dumps(value, ensure_ascii=False)


def json_schema(make: Callable[[TargetSchema], Json]) -> Callable[[], str]:
    """What makes the text of a JSON Schema for the target that ships, as `mapper schema` prints it."""
    return lambda: write_json(make(person_schema()), indent=2) + "\n"


PAGES = {
    "commands.md": commands,
    "functions.md": functions,
    "codes.md": codes,
    "../mappings/mapping.schema.json": json_schema(schema_of_mappings),
    "../mappings/tests.schema.json": json_schema(schema_of_tests),
}


def main() -> None:
    """Write the pages."""
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
