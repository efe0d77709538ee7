"""The reading pages and what their forms do: one file a page, each with a `router`."""
