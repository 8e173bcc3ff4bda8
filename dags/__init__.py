"""WHEN: the Airflow wiring. No parsing, no SQL text and no HTTP in here; what a task does stands in ``transcripts``."""
