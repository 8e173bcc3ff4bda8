"""The operators' pages in Airflow's UI: is everything collected, is anything blocked, what needs a person."""
