"""Offline Japanese→English translation with a glossary that is kept, and proven kept."""
