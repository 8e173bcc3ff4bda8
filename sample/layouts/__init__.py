"""How pages look: the old portal, the current site, and the frame that both share."""
