-- Nothing to do here: PostgreSQL's INSERT ... ON CONFLICT DO UPDATE asks the trigger against updates.
SELECT 1;
