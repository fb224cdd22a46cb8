"""Tests of a mapping: a file of cases in; which of them differ, where what came out came from, and coverage out.

`suites` finds and loads files, `reader` reads one, `running` runs and compares, `coverage` tells what no case reached,
`recording` writes a case, `report` and `junit` show the results.
"""
