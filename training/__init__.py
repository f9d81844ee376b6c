"""Trains the Japanese→English Argos package that `mtservice` ships: `python -m training --help`.

::

    clean → tokenizer → align → pack → train → average → evaluate → export → package

Each step is one module with a `run(options)`; it reads what earlier steps left in the work folder
of its configuration and writes its own files whole or not at all. Nothing here is imported at run
time by `mtservice` or `glossary`.
"""
