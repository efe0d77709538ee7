"""The live conversation: a Gradio page over the session room."""
