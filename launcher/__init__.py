"""The two commands: what ``make run`` and ``make stop`` start, watch and stop."""
