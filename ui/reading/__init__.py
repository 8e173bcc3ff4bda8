"""What the reader's pages are made of, as pure functions: blocks of a document, pairs of versions, differences of revisions."""
