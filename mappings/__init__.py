"""The mappings that ship with the engine, their sample payloads and their tests: content, read as package data."""
