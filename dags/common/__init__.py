"""What the DAG files share: names, settings, windows and provenance."""
