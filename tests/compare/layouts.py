"""A mapping as data -> its YAML text in a layout that chance decides: all that must never be a difference."""

from __future__ import annotations

import json
import re
from random import Random

from mapper.schemas.values import Json

PLAIN = re.compile(r"[A-Za-z][A-Za-z.]*")
EXPRESSIONS = {"from", "when", "unless", "then", "each", "not", "called"}


def written(mapping: Json, random: Random) -> str:
    """The text of the mapping: keys in any order, quotes, blanks, comments, flow or block as chance has it."""
    layout = _Layout(random)
    return layout.block(layout.of_file(mapping), 0) + "\n"


class _Layout:
    def __init__(self, random: Random) -> None:
        self.random = random

    def chance(self) -> bool:
        return self.random.random() < 0.5

    # --- other ways to say the same -----------------------------------------------------------------------------------

    def of_file(self, mapping: Json) -> Json:
        sections = {key: self.of_rules(mapping[key]) for key in ("users", "groups") if key in mapping}
        lets = {"let": self.of_lets(mapping["let"])} if "let" in mapping else {}
        tables = {"tables": {name: dict(table) for name, table in mapping.get("tables", {}).items()}}
        return {**mapping, **sections, **lets, **(tables if "tables" in mapping else {})}

    def of_lets(self, lets: Json) -> Json:
        return {name: self.expression(text) for name, text in lets.items()}

    def of_rules(self, rules: Json) -> Json:
        listed = rules if isinstance(rules, list) else [rules]
        return [self.of_rule(rule) for rule in listed]

    def of_rule(self, rule: Json) -> Json:
        rule = self.of_texts(rule)
        if "let" in rule:
            rule["let"] = self.of_lets(rule["let"])
        if "person" in rule:
            rule["person"] = {name: self.of_field(name, field) for name, field in rule["person"].items()}
        return rule

    def of_field(self, name: str, field: Json) -> Json:
        if name == "custom_fields" and isinstance(field, dict):
            return {part: self.of_field(part, inner) for part, inner in field.items()}
        if isinstance(field, dict):
            return self.of_candidate(field)
        listed = [self.of_candidate(each) for each in (field if isinstance(field, list) else [field])]
        if len(listed) == 1 and self.chance():
            return listed[0]
        return {"from": listed} if self.chance() else listed

    def of_candidate(self, candidate: Json) -> Json:
        if isinstance(candidate, str):
            text = self.expression(candidate)
            return {"from": text} if self.chance() else text
        candidate = self.of_texts(candidate)
        for key in ("from", "collect"):
            if isinstance(candidate.get(key), list):
                candidate[key] = [self.of_candidate(each) for each in candidate[key]]
        if "entry" in candidate:
            candidate["entry"] = {name: self.of_field(name, part) for name, part in candidate["entry"].items()}
        if isinstance(candidate.get("if"), list):
            conditions = [self.expression(each) for each in candidate["if"]]
            candidate["if"] = conditions[0] if len(conditions) == 1 and self.chance() else conditions
        return candidate

    def of_texts(self, said: Json) -> Json:
        return {
            key: self.expression(text) if key in EXPRESSIONS and isinstance(text, str) else text
            for key, text in said.items()
        }

    def expression(self, text: str) -> str:
        """Blanks where they say nothing; a text with quotes of its own is left alone between them."""
        if self.chance():
            pieces = re.split(r"('[^']*'|`[^`]*`)", text)
            pieces[::2] = [re.sub(r", ?", self.random.choice([",", " ,  "]), piece) for piece in pieces[::2]]
            pieces[::2] = [
                re.sub(r" (\|\||&&|==) ", self.random.choice([r"\1", r"  \1 "]), each) for each in pieces[::2]
            ]
            text = "".join(pieces)
        return f"({text})" if self.chance() else text

    # --- YAML ---------------------------------------------------------------------------------------------------------

    def shuffled(self, items: Json) -> list[tuple[str, Json]]:
        pairs = list(items.items())
        self.random.shuffle(pairs)
        return pairs

    def block(self, value: Json, indent: int) -> str:
        if not isinstance(value, (dict, list)) or not value or (indent and self.random.random() < 0.3):
            return f"{' ' * indent}{self.flow(value)}"
        lines = []
        margin = " " * indent
        for key, inner in self.shuffled(value) if isinstance(value, dict) else [("", each) for each in value]:
            lead = f"{margin}{self.scalar(key)}:" if isinstance(value, dict) else f"{margin}-"
            if self.chance():
                lines.append(f"{margin}# {self.random.choice(['why: not', 'a # b', ''])}")
            nested = self.block(inner, indent + 2)
            is_short = (
                "\n" not in nested and not nested.lstrip().startswith(("#", "-")) and not _is_block(inner, nested)
            )
            lines.append(f"{lead} {nested.lstrip()}" if is_short else f"{lead}\n{nested}")
        return "\n".join(lines)

    def flow(self, value: Json) -> str:
        if isinstance(value, dict):
            return (
                "{" + ", ".join(f"{self.scalar(key)}: {self.flow(inner)}" for key, inner in self.shuffled(value)) + "}"
            )
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return "null" if value is None else self.scalar(str(value))

    def scalar(self, text: str) -> str:
        if PLAIN.fullmatch(text) and text != "null" and self.chance():
            return text
        if "'" not in text and "\n" not in text and self.chance():
            return f"'{text}'"
        return json.dumps(text, ensure_ascii=False)


def _is_block(value: Json, text: str) -> bool:
    return isinstance(value, (dict, list)) and not text.lstrip().startswith(("{", "["))
