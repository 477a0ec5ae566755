-- Removing what is old: an index for each question "what is too old", and when that was last done.

-- The worker that moves it is the one that prunes in this interval.
ALTER TABLE installation ADD COLUMN pruned_ms BIGINT NOT NULL DEFAULT 0;

ALTER TABLE sent_message ADD KEY sent_message_at (at_ms);

ALTER TABLE change_log ADD KEY change_log_at (at_ms);

ALTER TABLE session ADD KEY session_expires (expires_ms);

ALTER TABLE link ADD KEY link_expires (expires_ms);

ALTER TABLE invitation
	ADD KEY invitation_expires (expires_ms),
	ADD KEY invitation_revoked (revoked, created_ms);
