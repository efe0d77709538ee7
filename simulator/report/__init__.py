"""The debrief: from a scorecard and a trail to words, a curve, Markdown and JSON. Pure until bytes."""
