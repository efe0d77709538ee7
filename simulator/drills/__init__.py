"""Drills: which card comes next, whether an answer is right, and when a card is met again."""
