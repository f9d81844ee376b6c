"""The schema's versions, for Alembic; `migrate` runs them."""
