"""The store: glossaries in a database, where every change is a revision."""
