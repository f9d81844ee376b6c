"""Engines: Argos packages driven through CTranslate2."""
