"""The pages: a FastAPI app with our own cookie, reading pages drawn here, and the conversation on a Gradio page."""
