"""The one place that talks to Postgres. Each module holds the statements of one concern; all are parameterised."""
