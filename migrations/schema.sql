-- What all migrations together make (migrate_dump); a test compares. Do not edit.

CREATE TABLE `change_log` (
  `stream_id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `kind` smallint(6) NOT NULL,
  `subject_id` bigint(20) NOT NULL,
  `actor_id` bigint(20) NOT NULL,
  `at_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`stream_id`,`seq`),
  KEY `change_log_at` (`at_ms`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `id_lease` (
  `name` varchar(32) NOT NULL,
  `next` bigint(20) NOT NULL,
  `step` bigint(20) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `installation` (
  `id` tinyint(4) NOT NULL,
  `epoch` bigint(20) NOT NULL,
  `pruned_ms` bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `invitation` (
  `id` bigint(20) NOT NULL,
  `token_hash` binary(32) NOT NULL,
  `creator_id` bigint(20) DEFAULT NULL,
  `created_ms` bigint(20) NOT NULL,
  `expires_ms` bigint(20) NOT NULL,
  `uses` bigint(20) NOT NULL DEFAULT 0,
  `max_uses` bigint(20) NOT NULL DEFAULT 0,
  `guest` tinyint(1) NOT NULL DEFAULT 0,
  `revoked` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `invitation_token` (`token_hash`),
  KEY `invitation_creator` (`creator_id`),
  KEY `invitation_expires` (`expires_ms`),
  KEY `invitation_revoked` (`revoked`,`created_ms`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `invitation_room` (
  `invitation_id` bigint(20) NOT NULL,
  `room_id` bigint(20) NOT NULL,
  PRIMARY KEY (`invitation_id`,`room_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `link` (
  `token_hash` binary(32) NOT NULL,
  `kind` tinyint(4) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `created_ms` bigint(20) NOT NULL,
  `expires_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`token_hash`),
  KEY `link_user` (`kind`,`user_id`),
  KEY `link_expires` (`expires_ms`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `message` (
  `room_id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `number` bigint(20) NOT NULL,
  `id` bigint(20) NOT NULL,
  `sender_id` bigint(20) NOT NULL,
  `time_ms` bigint(20) NOT NULL,
  `edited_ms` bigint(20) NOT NULL DEFAULT 0,
  `client_id` varbinary(64) NOT NULL,
  `content` mediumtext NOT NULL,
  PRIMARY KEY (`room_id`,`seq`),
  KEY `message_id` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `room` (
  `id` bigint(20) NOT NULL,
  `group_id` bigint(20) DEFAULT NULL,
  `name` varchar(64) DEFAULT NULL,
  `creator_id` bigint(20) DEFAULT NULL,
  `is_main` tinyint(1) NOT NULL DEFAULT 0,
  `is_open` tinyint(1) NOT NULL DEFAULT 0,
  `is_visible` tinyint(1) NOT NULL DEFAULT 0,
  `p2p` tinyint(1) NOT NULL DEFAULT 0,
  `disabled` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `room_group_main` (`group_id`,`is_main`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `room_group` (
  `id` bigint(20) NOT NULL,
  `name` varchar(64) NOT NULL,
  `creator_id` bigint(20) DEFAULT NULL,
  `disabled` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `room_member` (
  `room_id` bigint(20) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `notifications` tinyint(1) NOT NULL DEFAULT 1,
  `volume` tinyint(4) NOT NULL DEFAULT 50,
  `read_seq` bigint(20) NOT NULL DEFAULT 0,
  `read_number` bigint(20) NOT NULL DEFAULT 0,
  `joined_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`room_id`,`user_id`),
  KEY `room_member_user` (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `schema_lock` (
  `id` tinyint(4) NOT NULL,
  `owner` varchar(64) NOT NULL,
  `until_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `schema_version` (
  `version` int(11) NOT NULL,
  `name` varchar(128) NOT NULL,
  `checksum` char(16) NOT NULL,
  `dirty` tinyint(1) NOT NULL,
  `applied_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `sent_message` (
  `room_id` bigint(20) NOT NULL,
  `sender_id` bigint(20) NOT NULL,
  `client_id` varbinary(64) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `at_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`room_id`,`sender_id`,`client_id`),
  KEY `sent_message_at` (`at_ms`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `session` (
  `id` bigint(20) NOT NULL,
  `token_hash` binary(32) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `created_ms` bigint(20) NOT NULL,
  `last_seen_ms` bigint(20) NOT NULL,
  `expires_ms` bigint(20) NOT NULL,
  `agent` varchar(256) NOT NULL DEFAULT '',
  `address` varchar(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `session_token` (`token_hash`),
  KEY `session_user` (`user_id`),
  KEY `session_expires` (`expires_ms`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `stream_head` (
  `stream_id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `messages` bigint(20) NOT NULL,
  `oldest_change` bigint(20) NOT NULL DEFAULT 0,
  `epoch` bigint(20) NOT NULL,
  PRIMARY KEY (`stream_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `user` (
  `id` bigint(20) NOT NULL,
  `name` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  `display_name` varchar(64) NOT NULL,
  `email` varchar(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT NULL,
  `password_hash` varchar(255) DEFAULT NULL,
  `image` varchar(255) DEFAULT NULL,
  `sex` tinyint(4) NOT NULL DEFAULT 0,
  `role` tinyint(4) NOT NULL DEFAULT 0,
  `state` tinyint(4) NOT NULL DEFAULT 0,
  `created_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `user_name` (`name`),
  UNIQUE KEY `user_email` (`email`),
  KEY `user_role_state` (`role`,`state`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `writer_mark` (
  `writer_id` binary(16) NOT NULL,
  `batch` bigint(20) NOT NULL,
  `at_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`writer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

