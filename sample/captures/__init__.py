"""The old portal as somebody else's archive kept it: a WARC file of another hand, for whoever imports such files."""
