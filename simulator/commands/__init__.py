"""What `python -m simulator` can do: one file a command. Each prints for a person or a pipe and returns a status."""
