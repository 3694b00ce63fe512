"""The commands again, as `python -m newslib`."""

from newslib.cli import main

main(prog_name="newslib")
