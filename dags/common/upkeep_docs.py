"""What the DAG `upkeep` and its tasks say of themselves: what they do, what red means, and what to do then."""

from __future__ import annotations

from dags.common.docs import GUIDE

UPKEEP = f"""\
### Upkeep

Once a day, in a quiet hour: measures what grows, reads a part of the archive again (all of it once in 30 days), looks after statistics
and indexes, forgets what nothing needs, bounds logs. Each task stands alone: one that fails stops no other. Nothing is collected
or published here.

**Red** is a part that failed; its first line says which and why.

**To do:** what the red task says. A day without upkeep harms nothing: the next run goes on.

{GUIDE}
"""

MEASURE = """\
Sizes of archive and database, free space, and what is published, in quarantine and to review, by ministry and language, as the
day's figures (`pipeline.measurement`). The Health page draws them.

**Red:** the database or the archive was out of reach. **To do:** see that they are up, then clear the task.
"""

VERIFY = """\
Reads files of the archive again, those first whose last time is longest ago, and compares every record with its digests and with
what the database says of it (`pipeline.verification`). The Variable `transcripts_verify_days` says in how many days all is read once,
`transcripts_verify_bytes` how much a run reads at most.

**Red:** a file is missing or damaged; the first line names it. Nothing is repaired by itself. **To do:** bring it back from
the backup (`transcripts restore FOLDER --file NAME`); the next run reads it first and is green again.
"""

DATABASE = """\
Statistics (ANALYZE), pending entries of the search indexes, indexes that have grown far beyond what their entries need (built anew
beside readers), autovacuum's settings (`transcripts/data/upkeep.toml`). What a lock is in the way of is left for the next run.

**Red:** the database was out of reach, or refused something; the last line says what. **To do:** see that it is up, then clear
the task.
"""

RETENTION = """\
Deletes failures that were made good, results of checks, closed incidents and daily figures older than the Variable
`transcripts_keep_days` (two years; of figures each month's last stays). Nothing that analysts see, nothing of the archive.

**Red:** the database was out of reach. **To do:** see that it is up, then clear the task.
"""

AIRFLOW_METADATA = """\
`airflow db clean`: runs, task instances and events of Airflow's own database older than the Variable
`transcripts_airflow_keep_days` (a year). Skipped where TRANSCRIPTS_AIRFLOW_DATABASE_URL is not set.

**Red:** the command failed; its last line is in the log. **To do:** as it says; nothing depends on it.
"""

LOGS = """\
Deletes logs of tasks older than the Variable `transcripts_task_logs_keep_days` (90), and begins logs of processes anew that are larger
than 10 MB (five older pieces are kept, packed). The processes go on.

**Red:** the folder cannot be written to. **To do:** see whose it is and whether its disk is full, then clear the task.
"""

LEFTOVERS = """\
Removes drafts older than a day that killed processes left in archive and spool (names that begin with a dot).

**Red:** a folder cannot be written to. **To do:** see whose it is, then clear the task.
"""

BACKUP = """\
Backs up database, Airflow's database and archive to the place that the Variable `transcripts_backup_to` names, and keeps the newest
`transcripts_backup_keep` (14). Skipped where none is named. Only what is new of the archive is copied.

**Red:** the place is full or not to be written to, another backup is under way, or rows of the database have no bytes in the archive.
**To do:** as the first line says, then clear the task. Nothing that looks whole is left of one that failed, and older ones stay.
"""
