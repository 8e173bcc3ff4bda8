"""MEANING: pure functions from bytes to text to turns to exchanges, and one store that talks to Postgres."""
