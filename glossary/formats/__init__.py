"""Exchange formats of a glossary."""
