"""From findings to incidents: what a person is told, once when it begins, once when it gets worse, once when it is over."""
