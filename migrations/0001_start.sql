-- The first schema: streams, messages, people, rooms, doors.
-- Up only; never edited once shipped. InnoDB and utf8mb4, a primary key on every table, no triggers, times are milliseconds
-- since 1970 UTC. A stream is a room's id, or minus a person's id for the private stream.

-- One row: what belongs to the whole installation. epoch is raised when a backup was restored.
CREATE TABLE installation (
	id TINYINT NOT NULL,
	epoch BIGINT NOT NULL,
	CONSTRAINT installation_pk PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Where ids come from: a worker takes `step` of them at a time.
CREATE TABLE id_lease (
	name VARCHAR(32) NOT NULL,
	next BIGINT NOT NULL,
	step BIGINT NOT NULL,
	CONSTRAINT id_lease_pk PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row a writing process: the number of its last committed batch, by which it learns the fate of a COMMIT that got no answer.
CREATE TABLE writer_mark (
	writer_id BINARY(16) NOT NULL,
	batch BIGINT NOT NULL,
	at_ms BIGINT NOT NULL,
	CONSTRAINT writer_mark_pk PRIMARY KEY (writer_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The head of each stream. Hot: nothing else belongs in here, and no foreign key to it.
CREATE TABLE stream_head (
	stream_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	messages BIGINT NOT NULL,
	oldest_change BIGINT NOT NULL DEFAULT 0,
	epoch BIGINT NOT NULL,
	CONSTRAINT stream_head_pk PRIMARY KEY (stream_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- number: the n-th message of the room.
CREATE TABLE message (
	room_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	number BIGINT NOT NULL,
	id BIGINT NOT NULL,
	sender_id BIGINT NOT NULL,
	time_ms BIGINT NOT NULL,
	edited_ms BIGINT NOT NULL DEFAULT 0,
	client_id VARBINARY(64) NOT NULL,
	content MEDIUMTEXT NOT NULL,
	CONSTRAINT message_pk PRIMARY KEY (room_id, seq),
	KEY message_id (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Every durable change that is not a new message. Pruned after 90 days; stream_head.oldest_change is the floor.
CREATE TABLE change_log (
	stream_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	kind SMALLINT NOT NULL,
	subject_id BIGINT NOT NULL,
	actor_id BIGINT NOT NULL,
	at_ms BIGINT NOT NULL,
	CONSTRAINT change_log_pk PRIMARY KEY (stream_id, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The client ids of stored messages, compared byte by byte. Pruned after 14 days.
CREATE TABLE sent_message (
	room_id BIGINT NOT NULL,
	sender_id BIGINT NOT NULL,
	client_id VARBINARY(64) NOT NULL,
	seq BIGINT NOT NULL,
	at_ms BIGINT NOT NULL,
	CONSTRAINT sent_message_pk PRIMARY KEY (room_id, sender_id, client_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE user (
	id BIGINT NOT NULL,
	name VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
	display_name VARCHAR(64) NOT NULL,
	email VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NULL,
	password_hash VARCHAR(255) NULL,
	image VARCHAR(255) NULL,
	sex TINYINT NOT NULL DEFAULT 0,
	role TINYINT NOT NULL DEFAULT 0,
	state TINYINT NOT NULL DEFAULT 0,
	created_ms BIGINT NOT NULL,
	CONSTRAINT user_pk PRIMARY KEY (id),
	CONSTRAINT user_name UNIQUE (name),
	CONSTRAINT user_email UNIQUE (email),
	KEY user_role_state (role, state)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- token_hash: SHA-256 of the token.
CREATE TABLE session (
	id BIGINT NOT NULL,
	token_hash BINARY(32) NOT NULL,
	user_id BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	last_seen_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	agent VARCHAR(256) NOT NULL DEFAULT '',
	address VARCHAR(64) NOT NULL DEFAULT '',
	CONSTRAINT session_pk PRIMARY KEY (id),
	CONSTRAINT session_token UNIQUE (token_hash),
	KEY session_user (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE room_group (
	id BIGINT NOT NULL,
	name VARCHAR(64) NOT NULL,
	creator_id BIGINT NULL,
	disabled BOOLEAN NOT NULL DEFAULT FALSE,
	CONSTRAINT room_group_pk PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Direct rooms have neither group nor name.
CREATE TABLE room (
	id BIGINT NOT NULL,
	group_id BIGINT NULL,
	name VARCHAR(64) NULL,
	creator_id BIGINT NULL,
	is_main BOOLEAN NOT NULL DEFAULT FALSE,
	is_open BOOLEAN NOT NULL DEFAULT FALSE,
	is_visible BOOLEAN NOT NULL DEFAULT FALSE,
	p2p BOOLEAN NOT NULL DEFAULT FALSE,
	disabled BOOLEAN NOT NULL DEFAULT FALSE,
	CONSTRAINT room_pk PRIMARY KEY (id),
	KEY room_group_main (group_id, is_main)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- read_number: which message of the room read_seq was; unread = the head's messages - read_number.
CREATE TABLE room_member (
	room_id BIGINT NOT NULL,
	user_id BIGINT NOT NULL,
	notifications BOOLEAN NOT NULL DEFAULT TRUE,
	volume TINYINT NOT NULL DEFAULT 50,
	read_seq BIGINT NOT NULL DEFAULT 0,
	read_number BIGINT NOT NULL DEFAULT 0,
	joined_ms BIGINT NOT NULL,
	CONSTRAINT room_member_pk PRIMARY KEY (room_id, user_id),
	KEY room_member_user (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- max_uses 0: any number.
CREATE TABLE invitation (
	id BIGINT NOT NULL,
	token_hash BINARY(32) NOT NULL,
	creator_id BIGINT NULL,
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	uses BIGINT NOT NULL DEFAULT 0,
	max_uses BIGINT NOT NULL DEFAULT 0,
	guest BOOLEAN NOT NULL DEFAULT FALSE,
	revoked BOOLEAN NOT NULL DEFAULT FALSE,
	CONSTRAINT invitation_pk PRIMARY KEY (id),
	CONSTRAINT invitation_token UNIQUE (token_hash),
	KEY invitation_creator (creator_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE invitation_room (
	invitation_id BIGINT NOT NULL,
	room_id BIGINT NOT NULL,
	CONSTRAINT invitation_room_pk PRIMARY KEY (invitation_id, room_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One-time links. user_id 0: the setup link. expires_ms 0: never.
CREATE TABLE link (
	token_hash BINARY(32) NOT NULL,
	kind TINYINT NOT NULL,
	user_id BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	CONSTRAINT link_pk PRIMARY KEY (token_hash),
	KEY link_user (kind, user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO installation (id, epoch) VALUES (1, 1);

INSERT INTO id_lease (name, next, step) VALUES
	('user', 1, 10),
	('group', 2, 10),
	('room', 2, 10),
	('message', 1, 1000),
	('session', 1, 100),
	('invitation', 1, 10);

INSERT INTO room_group (id, name, creator_id) VALUES (1, 'all', NULL);

INSERT INTO room (id, group_id, name, creator_id, is_main, is_open, is_visible) VALUES (1, 1, 'all', NULL, TRUE, TRUE, TRUE);

INSERT INTO stream_head (stream_id, seq, messages, oldest_change, epoch) VALUES (1, 0, 0, 0, 1);
