"""The sample ministry with manners that take no time, and no bound on blocks: for a site that fails in many ways at once."""

from dataclasses import replace

from scraper.ministries import sample

QUICK = replace(sample.MINISTRY.manners, delay=0.0, timeout=4.0, retries=3, retry_pause=0.05, blocks_before_stop=100)
#: Those that the faults of the sample's scripts are thrown at.
LANGUAGES = ("en", "ru", "fr", "es", "pt")
MINISTRY = replace(sample.MINISTRY, code="sample_quick", languages=LANGUAGES, manners=QUICK)
