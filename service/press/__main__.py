"""`python -m service.press`: started by `printer`, never by hand."""

from service.press.machine import run

if __name__ == "__main__":
    run()
