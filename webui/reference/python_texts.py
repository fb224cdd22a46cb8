"""An expression of Python -> the text that it makes. It is not run, but read: `+`, `*` and `join` of constants."""

from __future__ import annotations

import ast

_MOST = 512 * 1024


def text_of_python(expression: str) -> str | None:
    """The text that an expression makes; None when it makes none, or is made of more than that."""
    made = _made(ast.parse(expression.strip(), mode="eval").body)
    return made if isinstance(made, str) else None


def _made(node: ast.expr) -> object:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=parts):
            return [_made(part) for part in parts]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _added(_made(left), _made(right))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _repeated(_made(left), _made(right))
        case ast.Call(func=ast.Attribute(value=between, attr="join"), args=[parts], keywords=[]):
            return _joined(_made(between), _made(parts))
    return None


def _added(left: object, right: object) -> str | None:
    return left + right if isinstance(left, str) and isinstance(right, str) else None


def _repeated(part: object, times: object) -> object:
    if isinstance(part, str | list) and isinstance(times, int) and len(part) * times <= _MOST:
        return part * times
    return None


def _joined(between: object, parts: object) -> str | None:
    if isinstance(between, str) and isinstance(parts, list):
        return between.join(part for part in parts if isinstance(part, str))
    return None
