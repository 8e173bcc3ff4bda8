"""What keeps an installation well over years: measured, verified, tidied. Each part stands alone; the DAG `upkeep` calls them daily."""
