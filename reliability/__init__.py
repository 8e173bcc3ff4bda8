"""Kills the chain at many points and shows that nothing is lost: ``make reliability``."""
