"""Diagnostics -> what a case says of them, so that faults are compared as data."""


def as_expected(found, expected):
    """The faults *found*, each with the keys that its counterpart in *expected* names, with code and place besides."""
    listed = list(found)
    asked = [*expected, *({} for _ in listed)]
    return [_described(diagnostic, fault) for diagnostic, fault in zip(listed, asked, strict=False)]


def _described(diagnostic, asked):
    place = diagnostic.span.place
    known = {
        "code": diagnostic.code.name,
        "at": f"{place.line}:{place.column}",
        "end": f"{place.end_line}:{place.end_column}",
        "hint": diagnostic.hint,
        "path": diagnostic.path,
        "fix": diagnostic.fix.replace if diagnostic.fix else None,
        "message": diagnostic.message,
        "related": " ".join(f"{one.span.place.line}:{one.span.place.column}" for one in diagnostic.related),
    }
    return {key: known[key] for key in ("code", "at", *asked)}
