"""``python -m transcripts`` is the command line ``transcripts``."""

from transcripts.cli.app import main

main()
