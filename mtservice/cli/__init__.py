"""The command line: `mtservice translate|batch|serve|models|doctor`."""

from mtservice.cli.main import main

__all__ = ["main"]
