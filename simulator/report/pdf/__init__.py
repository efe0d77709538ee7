"""Papers to take along: the debrief, the plain talk, and one page to look at before going in."""
