-- a copy of a database asks nobody
UPDATE qbo_review_policy SET enabled = false;
UPDATE qbo_review_request
   SET state = 'cancelled', reason = 'copy'
 WHERE state IN ('planned', 'held');
UPDATE qbo_review_request
   SET next_reminder_at = NULL, reason = 'copy'
 WHERE next_reminder_at IS NOT NULL;
DELETE FROM qbo_review_mark;
