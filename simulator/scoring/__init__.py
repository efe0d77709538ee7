"""Leader turns to findings, conversations to scorecards. The reader is embedded: no network, no key."""
