-- Captures that others made are looked up by address and time.
CREATE INDEX snapshot_by_address ON archive.snapshot (md5(address), fetched_at);
