"""Is all well? One answer for the terminal, the page and the alarms: what the database says, as findings."""
