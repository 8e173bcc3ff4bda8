"""The operators' pages: by a test client for each route, and by a browser for what a person does."""
