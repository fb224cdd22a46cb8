"""A checked mapping in, the text of its functions out: one that maps a user, one that maps a group.

The same lines serve `map` and `explain`: with a trace every candidate tells what it read and gave, and that is all
that differs.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..schemas.target import ObjectType
from . import expressions as tree
from .candidate_emitter import CandidateEmitter
from .checked import CheckedGuard, CheckedLet, CheckedMapping, CheckedRule, GroupLink
from .emitter import Emitter
from .emptiness_emitter import EmptinessEmitter
from .expression_emitter import ExpressionEmitter, Operand, Path
from .field_emitter import FieldEmitter, RuleTests
from .functions.declaration import CandidateFailure, Function
from .groups import Link, choose_link, report_ambiguous, with_groups
from .needs import needs_person
from .outcome import GroupOutcome, Outcome
from .runtime import free_form
from .settling import report_rule
from .sites import place_of
from .template_emitter import TemplateEmitter
from .trace import Watched

USER_PARAMETERS = "user, groups, current, new, account, connection, directory, day, work, trace"
GROUP_PARAMETERS = "group, members, account, connection, directory, day, work, trace"
_USER = Operand("user", "object")


class MappingEmitter:
    """Writes one function of a mapping. It is also what the expressions ask for the mapping's own names."""

    def __init__(
        self, mapping: CheckedMapping, *, watched: Watched | None = None, hoisted: frozenset[Path] = frozenset()
    ) -> None:
        self._mapping, self._traced = mapping, watched is not None
        self.out = Emitter()
        self.expressions = ExpressionEmitter(self.out, self, mapping=True, hoisted=hoisted, watched=watched)
        self._emptiness = EmptinessEmitter(self.out, self.expressions, self)
        templates = TemplateEmitter(self.out, self.expressions, self._emptiness)
        self._candidates = CandidateEmitter(self.out, self.expressions, self._emptiness, templates, traced=self._traced)
        self._group = ""
        self._missed = "missed"
        self._user_at_top = True

    # --- names -------------------------------------------------------------------------------------------------------

    def operand(self, own: tree.Own) -> Operand:
        """The value that one of the mapping's own names stands for."""
        if own.kind == "let":
            return self._let(self._mapping.lets[own.name])
        if own.kind == "person":
            return self._person(own.name)
        if own.kind == "group":
            return Operand(self._group or "group", "object")
        if own.kind == "new":
            return Operand("new", "boolean")
        return Operand(own.kind, None if own.kind == "connection" else "object")

    def sent_empty(self, own: tree.Own) -> str:
        """Whether an attribute that a named expression reads was sent empty."""
        let = self._mapping.lets[own.name]
        key = ("sent", *self._key(let))
        asked = self.out.shared(key)
        if asked is None:
            if let.root == "user" and not let.late and self._user_at_top:
                with self.out.top():
                    asked = self.out.share(key, self._question(let))
            else:
                asked = self.out.share(key, self._question(let))
        return f"{asked}()"

    def _question(self, let: CheckedLet) -> str:
        """A function of the generated one that answers once for all whether what a named expression reads was empty."""
        for name in let.needs.lets:
            self.sent_empty(tree.Own("let", name, 0, 0))
        held = self.out.assign("[]")
        asked = self.out.fresh()
        with self.out.block(f"def {asked}():"):
            with self.out.block(f"if not {held}:"):
                answer = self._emptiness.asks(let.expression, self._root(let))
                self.out.write(f"{held}.append({answer})")
            self.out.write(f"return {held}[0]")
        return asked

    def may_fail(self, own: tree.Own) -> bool:
        """Whether a named expression can fail."""
        return self._mapping.lets[own.name].fails

    def context(self, function: Function) -> str | None:
        """What the engine passes to a function in front of its arguments."""
        if function.context == "tables":
            return f"{self.out.bind(self._mapping.tables)}, {self._missed}, work"
        return function.context

    def _root(self, let: CheckedLet) -> Operand:
        return _USER if let.root == "user" else Operand(self._group or "group", "object")

    def _person(self, name: str) -> Operand:
        """What the person will have in a field: what was set just now, nothing if cleared, else what is stored."""
        if isinstance(self._mapping.target.fields[name].type, ObjectType):
            # Its parts come one by one, so what is known of it now is not shared with what follows.
            function = self.out.require(free_form)
            return Operand(self.out.assign(f"{function}(person, current, clear, {self.out.bind(name)})"))
        key = ("person", name)
        found = self.out.shared(key)
        if found is None:
            field = self.out.bind(name)
            stored = f"(None if {field} in clear else current.get({field}))"
            found = self.out.assign(f"person[{field}] if {field} in person else {stored}")
            self.out.share(key, found)
        return Operand(found)

    def ahead(self, node: tree.Node) -> None:
        """Write the named expressions that *node* needs, each after those that it needs itself."""
        for own in tree.walk(node):
            if isinstance(own, tree.Own) and own.kind == "let":
                let = self._mapping.lets[own.name]
                if let.root == "user" or self._group:
                    for name in (*let.needs.lets, let.name):
                        self._written(self._mapping.lets[name])

    def _let(self, let: CheckedLet) -> Operand:
        """The value of a named expression, for one that uses it: what failed or was missed in it counts there too."""
        name = self._written(let)
        if let.looks_up:
            self.out.write(f"{self._missed}.append({name}_missed)")
        if let.fails:
            with self.out.block(f"if {name}_failed is not None:"):
                self.out.write(f"raise {name}_failed")
        return Operand(name)

    def _written(self, let: CheckedLet) -> str:
        """The name of a named expression's value: at the top of the function, if it needs nothing computed later."""
        key = ("let", *self._key(let))
        found = self.out.shared(key)
        if found is None and let.root == "user" and not let.late and self._user_at_top:
            with self.out.top():
                return self.out.share(key, self._evaluate(let))
        return found or self.out.share(key, self._evaluate(let))

    def _key(self, let: CheckedLet) -> tuple[str, str]:
        return let.name, self._group if let.root == "group" else ""

    def _evaluate(self, let: CheckedLet) -> str:
        """Write the expression. What fails in it waits in `NAME_failed` for those who use it, what it misses too."""
        if not let.fails:
            return self.out.assign(self.expressions.emit_checked(let.expression, self._root(let)).code)
        name = self.out.assign("None")
        self.out.write(f"{name}_failed = None")
        outer, self._missed = self._missed, f"{name}_missed"
        if let.looks_up:
            self.out.write(f"{self._missed} = []")
        with self.out.block("try:"):
            self.out.write(f"{name} = {self.expressions.emit_checked(let.expression, self._root(let)).code}")
        with self.out.block(f"except {self.out.require(CandidateFailure)} as failure:"):
            self.out.write(f"{name}_failed = failure")
        self._missed = outer
        return name

    # --- the function that maps a user -------------------------------------------------------------------------------

    def user(self) -> str:
        """Write the whole function for users and give its text."""
        mapping, out = self._mapping, self.out
        with out.top():
            self._begin()
        users = range(len(mapping.users))
        groups = sorted({each.rule for field in mapping.fields for each in field.groups})
        tests = RuleTests()
        self._test(tests, [each for each in users if not needs_person(mapping.users[each], mapping.lets)], [])
        self._test(tests, [], [each for each in groups if not needs_person(mapping.groups[each], mapping.lets)])
        is_late = len(tests.users) < len(users) or len(tests.groups) < len(groups)
        if not is_late:
            self._skip_without_rule(tests)
        fields = FieldEmitter(out, self._candidates, tests, self._around_group, mapping.defaults)
        for field in mapping.fields:
            self._test(tests, [each.rule for each in field.users], [each.rule for each in field.groups])
            with out.temporaries(self.expressions.forget):
                fields.write(field)
        if is_late:
            self._test(tests, users, groups)
            self._skip_without_rule(tests)
        self._finish()
        return out.text("map_user", USER_PARAMETERS)

    def _begin(self) -> None:
        """What everything else stands on."""
        for line in ("problems = []", "person = {}", "clear = []", "keep = {}"):
            self.out.write(line)
        if "tables" in self._mapping.contexts:
            self.out.write("missed = []")
        if "links" in self._mapping.contexts or self._mapping.reads_groups:
            self._links_of_groups()
        if self._mapping.reads_groups:
            self.out.write(f"user = {self.out.require(with_groups)}(user, groups, links)")

    def _test(self, tests: RuleTests, users: Iterable[int], groups: Iterable[int]) -> None:
        """Write the conditions of those of the rules that are not among *tests* yet."""
        for index in users:
            if index not in tests.users:
                tests.users[index] = self._applies(self._mapping.users[index])
        for index in groups:
            if index not in tests.groups:
                tests.groups[index] = self._group_applies(self._mapping.groups[index])

    def _applies(self, rule: CheckedRule) -> str:
        """A Python expression: whether a user rule applies; empty when it always does."""
        if rule.guard is None:
            self._tell_always(rule, _USER)
            return ""
        return self._tested(rule, rule.guard, _USER)

    def _tested(self, rule: CheckedRule, guard: CheckedGuard, current: Operand) -> str:
        """The name of the answer to a rule's condition; one that fails is false, and is reported."""
        applies = self.out.assign("False")
        self.ahead(guard.condition.node)
        with self.out.block("try:"):
            self.out.write(f"{applies} = bool({self._candidates.holds(guard, current)})")
        with self.out.block(f"except {self.out.require(CandidateFailure)} as failure:"):
            place = self.out.bind(place_of(guard.condition.text.span))
            self.out.write(f"problems.append({self.out.require(report_rule)}(failure, {place}))")
            self.expressions.tell_failure(guard.condition.node)
        if self._traced:
            self.out.write(f"trace.rule({self.out.bind(rule)}, {applies}, {current.code})")
        return applies

    def _tell_always(self, rule: CheckedRule, current: Operand) -> None:
        """With a trace: a rule without a condition applies."""
        if self._traced:
            self.out.write(f"trace.rule({self.out.bind(rule)}, True, {current.code})")

    def _group_applies(self, rule: CheckedRule) -> str:
        """The name of the list of those of the person's groups that a group rule applies to."""
        chosen = self.out.assign("[]")
        self._ahead_of_groups(rule)
        group = self.out.fresh()
        with self.out.block(f"for {group} in groups:"):
            self._around_group(group)
            applies, current = "True", Operand(group, "object")
            if rule.guard is not None:
                applies = self._tested(rule, rule.guard, current)
            else:
                self._tell_always(rule, current)
            with self.out.block(f"if {applies}:"):
                self.out.write(f"{chosen}.append({group})")
            self._around_group("")
        return chosen

    def _around_group(self, group: str) -> None:
        """From here on `group` is the name *group* of the generated function."""
        self._group = group

    def _skip_without_rule(self, tests: RuleTests) -> None:
        """If no rule applies nothing is done; group rules alone never create a person."""
        users, groups = tests.users.values(), tests.groups.values()
        if "" in users:
            return
        none = f"not ({' or '.join(users)})" if users else "True"
        alone = f" and (new or not ({' or '.join(groups)}))" if groups else ""
        with self.out.block(f"if {none}{alone}:"):
            self.out.write("keep = {}")
            self._return("'skip'", self.out.bind("no rule applies"), "{}", "[]")

    def _finish(self) -> None:
        for name in (field.name for field in self._mapping.target.fields.values() if field.required):
            code = self.out.bind(name)
            with self.out.block(f"if new and {code} not in person:"):
                self._return("'skip'", self.out.bind(f"'{name}' is required"), "{}", "[]")
        if self._mapping.order != tuple(field.name for field in self._mapping.fields):
            order = self.out.bind(self._mapping.order)
            self.out.write(f"person = {{name: person[name] for name in {order} if name in person}}")
        self._return("'create' if new else 'update'", "None", "person", "clear")

    def _return(self, action: str, reason: str, person: str, clear: str) -> None:
        outcome = self.out.require(Outcome)
        self.out.write(f"return {outcome}({action}, {reason}, {person}, {clear}, keep, problems, {self._look_again()})")

    def _look_again(self) -> str:
        return "day.look_again" if "day" in self._mapping.contexts else "None"

    # --- what groups stand for ---------------------------------------------------------------------------------------

    def _links_of_groups(self) -> None:
        """Write the list `links`: what each of the person's groups stands for."""
        self.out.write("links = []")
        with self.out.block("if groups:"):
            for link in self._mapping.links:
                self._ahead_of_groups(self._mapping.groups[link.rule])
                if link.called is not None:
                    self.ahead(link.called.node)
            self._link_each_group()

    def _ahead_of_groups(self, rule: CheckedRule) -> None:
        """Write what the condition of a group rule needs of the user, before the groups are walked."""
        if rule.guard is not None:
            self.ahead(rule.guard.condition.node)

    def _link_each_group(self) -> None:
        group = self.out.fresh()
        with self.out.block(f"for {group} in groups:"):
            found = self._found_links(group)
            chosen = self.out.assign(f"{self.out.require(choose_link)}({found}, directory)")
            with self.out.block(f"if {chosen} is not None:"):
                self.out.write(f"links.append({chosen})")

    def _found_links(self, group: str) -> str:
        """The name of the list of what the rules that apply to *group* say that it stands for."""
        found = self.out.assign("[]")
        self._around_group(group)
        for link in self._mapping.links:
            rule = self._mapping.groups[link.rule]
            if rule.guard is None:
                self._tell_always(rule, Operand(group))
                self._link(link, found)
            else:
                with self.out.block(f"if {self._tested(rule, rule.guard, Operand(group, 'object'))}:"):
                    self._link(link, found)
        self._around_group("")
        return found

    def _link(self, link: GroupLink, found: str) -> None:
        group = Operand(self._group, "object")
        called = self.out.assign("None")
        if link.called is not None:
            self.ahead(link.called.node)
        with self.out.block("try:"):
            if link.called is None:
                value = self.expressions.look_up(group, "displayName")
            else:
                value = self.expressions.emit_checked(link.called, group)
            self.out.write(f"{called} = {value.code}")
        with self.out.block(f"except {self.out.require(CandidateFailure)} as failure:"):
            place = self.out.bind(place_of(link.span))
            self.out.write(f"problems.append({self.out.require(report_rule)}(failure, {place}))")
        with self.out.block(f"if {called}.__class__ is str and {called}.strip():"):
            constants = ", ".join(map(self.out.bind, (link.rule, link.stands_for)))
            flags = f"{self.out.bind(link.create)}, {self.out.bind(link.rename)}"
            self.out.write(f"{found}.append({self.out.require(Link)}({self._group}, {constants}, {called}, {flags}))")

    # --- the function that maps a group ------------------------------------------------------------------------------

    def group(self) -> str:
        """Write the whole function for groups and give its text."""
        out = self.out
        self._user_at_top = False
        for line in ("problems = []", "receive = []", "links = []", "groups = [group]", "current = {}", "new = False"):
            out.write(line)
        out.write("user, person, clear, keep = {}, {}, [], {}")
        if "tables" in self._mapping.contexts:
            out.write("missed = []")
        if self._mapping.links:
            # A block of its own: what is read of `user` here is not that of the members.
            with out.block("if groups:"):
                found = self._found_links("group")
                out.write(f"{out.require(report_ambiguous)}({found}, directory, problems, links)")
        value = out.fresh()
        if self._traced:
            out.write("whole = trace")
        with out.block(f"for {value}, user in members:"):
            if self._traced:
                out.write(f"trace = whole.member({value}, user)")
            out.write("person = {}")
            self._receive()
            out.write(f"receive.append({{'value': {value}, 'person': person}})")
        kind, called = "links[0].kind if links else None", "links[0].called if links else None"
        given = f"{kind}, {called}, receive, problems, {self._look_again()}"
        out.write(f"return {out.require(GroupOutcome)}({given})")
        return out.text("map_group", GROUP_PARAMETERS)

    def _receive(self) -> None:
        """What one member receives from the rules that apply to the group."""
        filled = [field for field in self._mapping.fields if field.groups]
        tests = RuleTests()
        fields = FieldEmitter(self.out, self._candidates, tests, self._around_group, self._mapping.defaults)
        for field in filled:
            self._test(tests, [], [each.rule for each in field.groups])
            with self.out.temporaries(self.expressions.forget):
                fields.receive(field)
