"""`python -m mtservice`: the command line."""

from mtservice.cli import main

main()
