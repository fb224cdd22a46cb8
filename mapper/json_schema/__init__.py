"""The language as JSON Schema, by which editors complete keys, explain them, and underline what is wrong."""
