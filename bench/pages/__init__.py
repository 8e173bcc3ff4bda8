"""How much time the operators' pages take at a million turns: ``python -m bench.pages``."""
