"""Is the installation sound? Each part is looked at by itself, so that one that is down hides no other."""
