"""A few documents and lists whose answers are known, read live: does the site still stand, and do we still read it right?"""
