"""Scores of translations against references: BLEU, chrF2, terms met, numbers."""
