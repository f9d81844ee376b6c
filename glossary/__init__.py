"""A curated Japanese→English glossary: terms, matching, checks, exchange formats."""
