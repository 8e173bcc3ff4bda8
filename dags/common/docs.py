"""What operators read in the UI: what a DAG or a task does, what red means, what to do then."""

from __future__ import annotations

from scraper.ministries.model import Ministry

GUIDE = "The longer story is in `docs/operations.md`."


def collect(ministry: Ministry) -> str:
    """The page of a ministry's DAG."""
    manners = ministry.manners
    when = (
        f"every day (`{ministry.schedule}`, {ministry.timezone})"
        if ministry.by_clock
        else "when somebody asks for it, never by the clock"
    )
    return f"""\
### Collect: {ministry.name} ({ministry.country})

Crawls `{ministry.address}` {when}, one request at a time with
{manners.delay:g} s between them, and puts every answer into the archive. Then the DAG `process` reads what is new.

| run | days that it collects |
|---|---|
| by the clock | its data interval (yesterday) and today (the Variable `transcripts_overlap_days` takes in more), and up to 31 days that were missed, the oldest first |
| of a backfill | its data interval: one day a run, from the first day to the last, both inclusive |
| by hand | `since` to `until`; without them yesterday and today. `force` asks in full, also for what has not changed |

The note of each run says the days, the outcome and the counts.

**Red** is `judge` (the crawl left a report and the day was not good: its first line says why) or `crawl` (no report at
all). What was stored is processed all the same.

**To do:** read the first line of the red task's log. Clear the run to ask again; pages that have not changed cost the
site next to nothing.

A day is to be published {ministry.publish_within.total_seconds() / 3600:g} hours after its run by the clock was due; where it is not, a person is told (an alarm of kind
`freshness`, by the DAG's deadline; `watch` tells it too where no run was made at all).

One crawl of this ministry runs at a time (pool `ministry_{ministry.code}`), whoever asks. Terms: {ministry.terms}

{GUIDE}
"""


CRAWL = """\
Crawls the site in a process of its own; its log lines stand here with their levels. Stopping this task lets the crawl
close its files and leave a report.

**Red:** the crawl left no report (the database or the archive's disk was out of reach, or the task itself was killed),
or the window makes no sense. **To do:** mend what the last lines name, then clear the task. What was stored before is found
and registered by the next run.
"""

RECHECK = """\
Asks for the documents that are due, in a process of its own; its log lines stand here. Skipped where none is due.

**Red:** no report (the database or the archive's disk was out of reach, or the task itself was killed). **To do:** mend what the
last lines name, then clear the task.
"""

JUDGE = """\
Reads the crawl's report. OK and EMPTY are green, and so is PARTIAL when a person accepted all that is missing
(`transcripts gaps`): the log says what, who and why.

**Red:** PARTIAL (something listed was not fetched), DRIFT (the pages look different), BLOCKED (the site turned us
away), FAILED (it could not be reached, or the counts do not balance). **To do:** the first line of the log names the
ministry, the days, the reason and the next step.
"""


def recheck(ministry: Ministry) -> str:
    """The page of a ministry's DAG that asks again."""
    budget, delay = ministry.recheck_budget, ministry.manners.delay
    return f"""\
### Recheck: {ministry.name} ({ministry.country})

Texts grow, change, go and come back. Documents that we have are asked for again at `{ministry.recheck_schedule}`
({ministry.timezone}), young ones often and old ones seldom (`rechecks` in the ministry's module), by conditional request where
the site supports it: at most {budget} a run, those first that have waited longest for their age. The pool
`ministry_{ministry.code}` is held for {budget} x {delay:g} s = {budget * delay / 60:.0f} minutes at most, longer only where the
site is slow; the day's collection goes before it, a backfill after it. `budget` sets another number for one run.

A changed text is a new revision, the old one stays. A page that is gone (404, 410, or a page that says so) is marked withdrawn;
its text stays, and it is asked for again in case it returns. `transcripts recheck --ministry {ministry.code} --dry-run`
says what is due and what the schedule costs.

**Red** is `judge` (the run was not good: its first line says why) or `crawl` (no report at all). Where nothing is due both are
skipped.

**To do:** read the first line of the red task's log. What did not come stays due.

{GUIDE}
"""


def canary(ministry: Ministry) -> str:
    """The page of a ministry's canary."""
    return f"""\
### Canary: {ministry.name} ({ministry.country})

Asks `{ministry.address}` once a week for a few documents and lists whose answers are known (pins), and says which address,
selector and field still holds. The page of then, read with today's code, tells whether the source edited the text, its
layout changed, or our reading did. A few requests, in the pool `ministry_{ministry.code}`; the answers go to the archive.

**Red** is `judge` (something does not hold: its first lines name it) or `canary` (nothing is pinned, or no report at all).

**To do:** as the first lines say. Pins are made by `transcripts canary {ministry.code} --pin ADDRESS`, from the archive.

{GUIDE}
"""


CANARY = """\
Asks for what is pinned, through the same crawl as the daily collection.

**Red:** nothing is pinned, a pin is of no known form, or the database or the archive's disk was out of reach. **To do:** what
the last line says, then clear the task.
"""

JUDGE_CANARY = """\
Looks at what the canary found.

**Red:** a pin does not hold. **To do:** `the site's layout changed`: adapt the module by the selector that is named.
`our reading changed`: a change of ours broke it; tell a developer. `the source changed it`: look, and pin it anew. `the
address does not answer`: look whether the site moved.
"""

PROCESS = f"""\
### Process: clean, segment, publish, align, countries

Looks for pages that no step of the current version has dealt with, and works on them in batches. It starts when a crawl
has added to an archive, and at 17 minutes past each hour in case something was left. A run with nothing to do ends at
once.

**Red:** a batch failed as a whole, mostly because the database or the archive was out of reach; or `judge` says that
single documents failed. A page that cannot be read makes nothing red: it goes to quarantine (`transcripts status`
counts them). **To do:** mend the cause, clear the red task. It does only what is missing.

What reviewers corrected (`transcripts correct`) is applied here: their documents, and no others, are segmented anew. A
document in doubt is published all the same and goes to the review list (`analysis.review`, `transcripts review`); the log
of `judge` says how many of this run's did.

What was published is compared with the documents of the site's older or newer portal: one that stands in both is one
(`corpus.same_document`, `transcripts same list`).

Language versions of one event are tied, and their turns and exchanges matched (`align`; `analysis.turn_pairs`): each two published
texts that were not compared yet, so a run after an old text came back may have some to do. **Red** `align`: as above, or its file of
weights (`transcripts/data/align.toml`) is wrong, which the log names with the entry; the texts stay published. **To do:** mend it, clear
the task. A warning in its log says where two very long versions were compared near the diagonal only.

What is published is read for names of countries (`countries`; `analysis.country_mentions`): each document once, and all of them
anew when the names change (`transcripts/data/countries`, or a new babel with a new CLDR). **Red** `countries`: as above, or a file of names
is wrong, which the log names with its line; the texts stay published. **To do:** mend the file, clear the task.

A step that has nothing to do is *skipped* (pink), and `count` and `again` are in most runs: that is well. The note of each run says
what it made. Besides the archive's news the
clock starts it, at 17 minutes past each hour. A run takes 200 batches of a step at most and starts the next run while work is left.

{GUIDE}
"""

CORRECTIONS = """\
Takes reviewers' corrections, and people's decisions about gaps, that the archive holds and the database does not (after a
restore, in a replay), and keeps in the archive what it lacks. The same with ids of turns that analysts were shown, so that
old citations still lead somewhere (`docs/citing.md`).

**Red:** a file of the archive's folders `corrections`, `decisions` or `issued` was changed or cannot be read, or archive or database were out of
reach. The rest of the run goes on. **To do:** put back the file that the log names (a backup has it), then clear the task.
"""

PLAN = """\
Asks the database what this step has not dealt with yet and cuts it into batches (keys only).

**Red:** the database was out of reach. **To do:** see that it is up, then clear the task.
"""

STEP = """\
Works on one batch. A document lands whole or not at all; one that fails is noted and tried again, the others land.

**Red:** nothing of the batch could be read or written. **To do:** read the log's errors, mend the cause, clear this batch.
"""

JUDGE_PROCESS = """\
Looks at the batches' counts, and at the balance of the last 14 days.

**Red:** single documents failed (a fault of the cleaner's or segmenter's, a damaged file of the archive) or were refused
(a check of `publish` did not hold); the others are published. Or a document that a list named is neither published nor known
to be missing, in quarantine or set aside. **To do:** `make status` names them with their errors; `pipeline.balance_items` shows
what became of each document of a day; tell a developer. What failed is tried again each hour.
"""

COUNT = """\
Counts what the run made and what is left, and says so on the asset `corpus`, whose event starts the DAG `checks`. Skipped (pink)
where the run made nothing: that is no news.

**Red:** a batch before it is red. **To do:** look there.
"""

AGAIN = """\
Starts `process` once more while work is left. Skipped when nothing is.

**Red:** the next run could not be started. **To do:** nothing; the hourly run takes over.
"""

WATCH = f"""\
### Watch: is all well?

Looks every quarter of an hour whether collection, processing and storage are well (the same answer as the page *Health* and
`transcripts status --check`). What is wrong is an *incident* (`pipeline.incident`): a person is told once when it begins, once when
it gets worse, and once when it is over, which it is when two looks in a row do not see it. All news of a look are one message.
What stays so is reminded of (bad each day, warn each week) until somebody takes it on the page *Health*.

A connection turns a channel on: `transcripts_mail` (SMTP), `transcripts_apprise` (Slack, Telegram, ntfy and many more). Without one
incidents are kept all the same, and the log says that nobody was told.

**Red** is not that something is wrong, but that it could not look, or that no channel took the word or a part of it. **To do:** the first line of
the task's log says what; the next look tells what this one could not.

Airflow cannot report its own death: let a monitor outside call `transcripts status --check`.

{GUIDE}
"""

LOOK = """\
Asks what is wrong, brings the incidents in line with it, and tells what nobody was told yet.

**Red:** the database was out of reach or has old tables, or no channel that is set took the word (a mail server that refuses).
**To do:** what the first line says. Nothing is lost: the next look tells it.
"""
