"""The sample ministry in English only, by its lists alone: for what needs few documents."""

from dataclasses import replace

from scraper.ministries import sample

QUICK = replace(sample.MINISTRY.manners, delay=0.0, timeout=4.0, retries=3, retry_pause=0.05, blocks_before_stop=100)
MINISTRY = replace(sample.MINISTRY, code="sample_english", languages=("en",), feeds=(), sitemaps=(), manners=QUICK)
