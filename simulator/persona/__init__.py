"""The employee: state machine, disclosure gate, cue, and two voices that speak from the cue."""
