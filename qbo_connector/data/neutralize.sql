-- a neutralized database must not act as the one it was copied from
UPDATE qbo_token
   SET client_secret = NULL,
       verifier_token = NULL,
       access_token = NULL,
       refresh_token = NULL,
       previous_refresh_token = NULL,
       previous_until = NULL,
       expires_at = NULL,
       refresh_expires_at = NULL,
       hard_expires_at = NULL,
       database = NULL;

UPDATE qbo_connection
   SET state = 'disconnected',
       notice = NULL,
       notice_kind = NULL
 WHERE state <> 'draft';

-- what was under way, and what is asked for, concerns the other database
DELETE FROM qbo_consent;
DELETE FROM qbo_intent
 WHERE state <> 'settled';
DELETE FROM qbo_change;
DELETE FROM qbo_remote_change;
