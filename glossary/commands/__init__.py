"""The commands of `glossary`: each parses, calls the library once, and prints."""
