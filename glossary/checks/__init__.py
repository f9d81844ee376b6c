"""The rules of `glossary check`, by what they look at: one entry, its scripts, or several."""
