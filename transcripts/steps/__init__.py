"""One module a step: it takes a batch's inputs, calls the pure functions, and hands what came of it to the store."""
