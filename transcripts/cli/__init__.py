"""The command line ``transcripts``. Each module is one command, light to import: heavy imports stand inside functions."""
