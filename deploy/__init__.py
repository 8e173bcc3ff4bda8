"""The production shape: what `docker-compose.yml` builds and runs besides Airflow's own commands."""
