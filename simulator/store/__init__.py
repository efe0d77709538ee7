"""What is kept: people, rehearsals, exchanges, drafts. The sole user of SQLAlchemy and Alembic."""
