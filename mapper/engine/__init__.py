"""The language: text in, a function out. No web, no database, no files, no clock, no environment."""
