"""The seam to any OpenAI-compatible endpoint. Sole user of openai and tenacity."""
