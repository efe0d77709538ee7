"""What `python -m simulator` can do: one file a command. Each returns an exit status and prints for a person or a pipe."""
