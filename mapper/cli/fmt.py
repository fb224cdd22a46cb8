"""`mapper fmt`: mapping files and their tests -> the same in one layout."""

from __future__ import annotations

import click


@click.command("fmt")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--check", "is_check", is_flag=True, help="Write nothing, and fail when a file has another layout.")
@click.option("--diff", "as_difference", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--skip-others", is_flag=True, help="Pass over YAML that is neither a mapping nor tests of one.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], is_check: bool, as_difference: bool, skip_others: bool) -> None:
    """Give mappings and their tests one layout. What they say stays the same, and so do all comments.

    \b
    All of a directory:
        mapper fmt mappings/*.yaml
    In CI, or before a commit:
        mapper fmt --check mappings/*.yaml
    What would it change?
        mapper fmt --diff acme.yaml

    Two blanks of indentation, list items below their key, no needless quotes, one blank line between sections and
    between rules. A list or a mapping in brackets stays so where it was written on one line, fits into 100 columns and
    is not nested deeply; anything else gets a line for each item. Within a rule, a field and a candidate the keys come
    into the order in which they are read. Long texts stay as they are.

    With a file named `-` the text goes to standard output. A file that is no YAML is refused with its faults.

    Exit codes: 0 done, 1 another layout (--check) or faults, 2 a file cannot be read or written.
    """
    from .choosing import ours
    from .drafts import refuse_with_standard_input
    from .laying_out import lay_out_file

    refuse_with_standard_input(ctx, files)
    chosen = ours(files) if skip_others else files
    told = [lay_out_file(name, is_check=is_check, as_difference=as_difference) for name in chosen]
    ctx.exit(max(told, default=0))
