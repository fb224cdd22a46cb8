"""`python -m mapper` is the program `mapper`."""

from mapper.cli import main

main(prog_name="mapper")
