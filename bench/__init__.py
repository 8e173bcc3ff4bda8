"""What our way costs beside the bare and the usual one: ``make bench`` runs all sides in one run and prints ratios."""
