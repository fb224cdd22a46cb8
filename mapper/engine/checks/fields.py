"""A rule fills a field that is not there or may not be filled, with a constant or a list that can never fit."""

from __future__ import annotations

from ..diagnostics import error, warning

UNKNOWN_TARGET = error("unknown-target", "a target schema that is not known")
READ_ONLY = error("read-only-field", "a field that only the account itself fills")
WRONG_CONSTANT = error("wrong-constant", "a constant that is not of the field's type")
LIST_FOR_ONE = error("list-for-one-value", "a list where the field takes one value")
OBJECT_FOR_VALUE = error("object-for-value", "an object where the field takes a single value")
BOOLEAN_FOR_VALUE = error("boolean-for-value", "true or false where the field takes a value of another type")
WRONG_SOURCE = error("wrong-source", "a source that the type of the field does not have")
WRONG_SETTING = error("wrong-setting", "a setting that the field does not have, or with a value it cannot have")
NO_SUCH_PARTS = error("no-such-parts", "a value without the parts that the field is made of")
UNKNOWN_RECORD_KEY = error("unknown-record-key", "an attribute by which no record of that kind can be found")
CYCLE = error("cycle", "fields or named expressions that need each other")
HIDDEN_NAME = error("hidden-name", "a named expression with a name that means something already")
SHORT_NAME = warning("hiding-short-name", "a short name of an extension that is also the name of an attribute")
WRONG_EXTENSION = error("wrong-extension", "an extension that cannot be declared like that")
