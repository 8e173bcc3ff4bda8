-- Keeps the place of V0011, since migrations may have no gap: delete this file when you add the real one.
SELECT 1;
