"""The turn loop: keep the line, code it, step the state, cue the voice, keep the reply."""
