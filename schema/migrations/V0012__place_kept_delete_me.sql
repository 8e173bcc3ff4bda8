-- Keeps the place of V0012, since migrations may have no gap: delete this file when you add the real one.
SELECT 1;
