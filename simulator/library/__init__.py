"""Files to checked values. A wrong file stops with file, line, field and what is expected."""
