"""BYTES: what to ask a ministry for, how politely, what a block looks like, and the archive of what came back."""
