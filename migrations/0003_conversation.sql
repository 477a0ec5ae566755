-- Conversation: threads, reactions, pins, mentions, drafts, profiles, settings, and the service account.

-- parent_*: the root of the thread that a reply belongs to. replies and last_reply_ms are a root's own, absolute.
-- reactions: finished JSON, renewed from message_reaction with each change. A deleted message keeps its row, without text.
ALTER TABLE message
	ADD COLUMN tags TEXT NULL,
	ADD COLUMN reactions MEDIUMTEXT NULL,
	ADD COLUMN replies BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN last_reply_ms BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN parent_id BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN parent_seq BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN quoted_id BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE,
	ADD COLUMN pinned BOOLEAN NOT NULL DEFAULT FALSE;

-- The replies of a thread. Not an index of message: a plain message pays nothing for threads.
CREATE TABLE thread_reply (
	room_id BIGINT NOT NULL,
	root_seq BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	CONSTRAINT thread_reply_pk PRIMARY KEY (room_id, root_seq, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The threads of a room by their newest reply.
CREATE TABLE thread (
	room_id BIGINT NOT NULL,
	root_seq BIGINT NOT NULL,
	last_reply_ms BIGINT NOT NULL,
	CONSTRAINT thread_pk PRIMARY KEY (room_id, root_seq),
	KEY thread_last (room_id, last_reply_ms)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What a message said before each edit; version counts from 1.
CREATE TABLE message_history (
	room_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	version BIGINT NOT NULL,
	until_ms BIGINT NOT NULL,
	content MEDIUMTEXT NOT NULL,
	tags TEXT NULL,
	CONSTRAINT message_history_pk PRIMARY KEY (room_id, seq, version)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- user_id 0: everybody in the room.
CREATE TABLE message_mention (
	user_id BIGINT NOT NULL,
	room_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	CONSTRAINT message_mention_pk PRIMARY KEY (user_id, room_id, seq),
	KEY message_mention_message (room_id, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE message_reaction (
	room_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	emoji VARCHAR(64) NOT NULL,
	user_id BIGINT NOT NULL,
	at_ms BIGINT NOT NULL,
	CONSTRAINT message_reaction_pk PRIMARY KEY (room_id, seq, emoji, user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE pinned_message (
	room_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	at_ms BIGINT NOT NULL,
	CONSTRAINT pinned_message_pk PRIMARY KEY (room_id, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One direct room a pair of people; low_id = high_id: notes to oneself.
CREATE TABLE direct_room (
	low_id BIGINT NOT NULL,
	high_id BIGINT NOT NULL,
	room_id BIGINT NOT NULL,
	CONSTRAINT direct_room_pk PRIMARY KEY (low_id, high_id),
	CONSTRAINT direct_room_room UNIQUE (room_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- room_visible: what may be listed, in pages by id.
ALTER TABLE room
	ADD COLUMN is_read_only BOOLEAN NOT NULL DEFAULT FALSE,
	ADD KEY room_visible (is_visible, id);

ALTER TABLE room_group ADD KEY room_group_creator (creator_id);

-- hidden_number: a direct room that one left is hidden while it has no more messages than this; -1: not hidden.
-- seen_seq: how far it had been read when it was marked as unread, for the others.
-- suspended: of an account that is disabled; whoever sets it raises the room's head, as for joining and leaving.
ALTER TABLE room_member
	CHANGE COLUMN notifications notify TINYINT NOT NULL DEFAULT 1,
	ADD COLUMN hidden_number BIGINT NOT NULL DEFAULT -1,
	ADD COLUMN seen_seq BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN suspended BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE room_member SET suspended = TRUE WHERE user_id IN (SELECT id FROM user WHERE state = 2);

-- status_until_ms 0: until it is changed.
ALTER TABLE user
	ADD COLUMN bot BOOLEAN NOT NULL DEFAULT FALSE,
	ADD COLUMN status_emoji VARCHAR(64) NULL,
	ADD COLUMN status_text VARCHAR(100) NULL,
	ADD COLUMN status_until_ms BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN last_seen_ms BIGINT NOT NULL DEFAULT 0,
	ADD COLUMN show_typing BOOLEAN NOT NULL DEFAULT TRUE,
	ADD COLUMN show_read BOOLEAN NOT NULL DEFAULT TRUE,
	ADD COLUMN show_presence BOOLEAN NOT NULL DEFAULT TRUE,
	ADD KEY user_status_until (status_until_ms);

CREATE TABLE user_profile (
	user_id BIGINT NOT NULL,
	given_name VARCHAR(30) NULL,
	surname VARCHAR(30) NULL,
	city VARCHAR(50) NULL,
	contacts VARCHAR(100) NULL,
	birthday CHAR(10) NULL,
	CONSTRAINT user_profile_pk PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A person without a row has the defaults.
CREATE TABLE user_settings (
	user_id BIGINT NOT NULL,
	theme TINYINT NOT NULL DEFAULT 0,
	density TINYINT NOT NULL DEFAULT 0,
	language VARCHAR(16) NOT NULL DEFAULT '',
	message_sound BOOLEAN NOT NULL DEFAULT TRUE,
	online_change_sound BOOLEAN NOT NULL DEFAULT FALSE,
	embedded_youtube BOOLEAN NOT NULL DEFAULT FALSE,
	highlight_code BOOLEAN NOT NULL DEFAULT TRUE,
	suggestions BOOLEAN NOT NULL DEFAULT TRUE,
	enter_sends BOOLEAN NOT NULL DEFAULT TRUE,
	emoji_skin TINYINT NOT NULL DEFAULT 0,
	CONSTRAINT user_settings_pk PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- thread_id: the root message's id; 0: the room's own composer.
CREATE TABLE draft (
	user_id BIGINT NOT NULL,
	room_id BIGINT NOT NULL,
	thread_id BIGINT NOT NULL,
	content MEDIUMTEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	CONSTRAINT draft_pk PRIMARY KEY (user_id, room_id, thread_id),
	KEY draft_room (room_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Profile pictures (JPEG), by the secret in their address; one a person.
CREATE TABLE picture (
	token VARBINARY(32) NOT NULL,
	user_id BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	thumbnail MEDIUMBLOB NOT NULL,
	large MEDIUMBLOB NOT NULL,
	CONSTRAINT picture_pk PRIMARY KEY (token),
	KEY picture_user (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The service account that greets and echoes; its id is the largest there is, which no lease reaches. Without a password nobody
-- signs in as it; where the name is taken there is none.
INSERT IGNORE INTO user (id, name, display_name, created_ms, bot)
	VALUES (9007199254740991, 'echo', 'Echo', ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000), TRUE);
