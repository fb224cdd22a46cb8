"""SCIM groups in, the groups of a person out; and what a group stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..schemas.values import Json
from .directory import Directory
from .outcome import Problem
from .references import MadeName

Group = Mapping[str, Json]

_ENTRY_NAMES: Final = {"id": "value", "displayName": "display"}
"""What an entry of `user.groups` calls an attribute of a Group resource."""


class Groups:
    """SCIM Group resources, indexed by their members, so that the groups of a person are found without a search."""

    def __init__(self, resources: Iterable[Group]) -> None:
        """*resources* are Group resources (RFC 7643 section 4.2), already normalised."""
        self._by_id: dict[str, Group] = {}
        self._by_member: dict[str, list[Group]] = {}
        for group in resources:
            if isinstance(group.get("id"), str):
                self._by_id[group["id"]] = group
            members = group.get("members")
            for member in members if isinstance(members, list) else ():
                value = member.get("value") if isinstance(member, dict) else None
                if isinstance(value, str):
                    self._by_member.setdefault(value, []).append(group)

    def of(self, user: Mapping[str, Json]) -> list[Group]:
        """The groups of *user*, in the order of their names.

        A person is in a group that names him as a member, or whose id stands in `user.groups`; a group of which only
        `user.groups` knows is its value and display.
        """
        id_of_user = user.get("id")
        known = self._by_member.get(id_of_user, ()) if isinstance(id_of_user, str) else ()
        found: dict[int, Group] = {id(group): group for group in known}
        held = user.get("groups")
        for entry in held if isinstance(held, list) else ():
            if not isinstance(entry, dict):
                continue
            value = entry.get("value")
            group = self._by_id.get(value) if isinstance(value, str) else None
            if group is None:
                group = {attribute: entry[name] for attribute, name in _ENTRY_NAMES.items() if name in entry}
            found.setdefault(id(group), group)
        return sorted(found.values(), key=_name)


def entry_of(group: Group) -> dict[str, Json]:
    """*group* as `user.groups` has it: its value and its display. What is not known of it is absent, and not empty."""
    return {name: group[attribute] for attribute, name in _ENTRY_NAMES.items() if attribute in group}


def _name(group: Group) -> str:
    name = group.get("displayName")
    return name if isinstance(name, str) else ""


@dataclass(frozen=True, slots=True)
class Link:
    """What a group stands for by a rule: an organization or a site, and its name."""

    group: Group
    rule: int
    kind: str
    called: str
    create: bool
    rename: bool


def choose_link(links: Sequence[Link], directory: Directory | None) -> Link | None:
    """The first of the links that group rules give whose record is there or is made; without a directory the first."""
    if directory is None:
        return links[0] if links else None
    for link in links:
        if link.create or len(directory.find(link.kind, "name", link.called)) == 1:
            return link
    return None


def report_ambiguous(
    links: Sequence[Link], directory: Directory | None, problems: list[Problem], chosen: list[Link]
) -> None:
    """Add the link that a group has to *chosen*; without one, report a name that two records bear."""
    link = choose_link(links, directory)
    if link is not None:
        chosen.append(link)
        return
    for each in links:
        if directory is not None and len(directory.find(each.kind, "name", each.called)) > 1:
            message = f"several records of kind {each.kind} are called '{each.called}'"
            problems.append(Problem("ambiguous", "stands_for", message))


def standing_for(links: Iterable[Link], kind: str) -> list[str]:
    """The names of what a person's groups stand for, of one kind, by the order of the rules, then of the groups."""
    chosen = sorted((link for link in links if link.kind == kind), key=lambda link: link.rule)
    return Keys(MadeName(link.called) if link.create else link.called for link in chosen)


def with_groups(user: Mapping[str, Json], groups: Sequence[Group], links: Sequence[Link]) -> dict[str, Json]:
    """*user* with `groups` completed by what is known: name, `groupType`, what each stands for and is called."""
    held = user.get("groups")
    entries = [each for each in (held if isinstance(held, list) else ()) if isinstance(each, dict)]
    sent = {each["value"]: each for each in entries if isinstance(each.get("value"), str)}
    standing = {id(link.group): link for link in links}
    completed = []
    for group in groups:
        entry = {**entry_of(group), **_sent(sent, group)}
        if group.get("groupType") is not None:
            entry["groupType"] = group["groupType"]
        link = standing.get(id(group))
        if link is not None:
            entry |= {"stands_for": link.kind, "called": link.called}
        completed.append(entry)
    return {**user, "groups": completed} if completed else dict(user)


def _sent(sent: Mapping[str, dict[str, Json]], group: Group) -> dict[str, Json]:
    """What was sent of a group with the user."""
    value = group.get("id")
    return sent.get(value, {}) if isinstance(value, str) else {}


class Keys(list[str]):
    """Several keys of records, which a reference field tries in turn."""
