"""`python -m service`: the command line."""

from service.cli.commands import minping

if __name__ == "__main__":
    minping(prog_name="minping")
