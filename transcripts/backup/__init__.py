"""Backup and restore of database and archive: one copy of the archive's files that grows, and beside it the database as of each backup."""
