"""An expression that cannot be parsed, or that costs more than any payload may."""

from __future__ import annotations

from ..diagnostics import CODES, error

SYNTAX = error("expression-syntax", "an expression that is no JMESPath")
TOO_LONG = error("expression-too-long", "an expression with too many characters or parts")
TOO_DEEP = error("expression-too-deep", "an expression whose parts are nested too deeply")
LITERAL = error("expression-literal", "a literal that is no JSON")
URN = error("expression-urn", "a URN that is not in double quotes")
SLICE = error("expression-slice", "a slice that can give nothing")
TOO_EXPENSIVE = error("expression-too-expensive", "an expression that multiplies its input")

BY_NAME = {name: code for name, code in CODES.items() if name.startswith("expression-")}
