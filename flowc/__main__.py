"""`python -m flowc` is the same as `flowc`."""

from flowc.cli import command_line

if __name__ == "__main__":
    command_line()
