"""Document formats: reader and renderer side by side."""
