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

CREATE TABLE `direct_room` (
  `low_id` bigint(20) NOT NULL,
  `high_id` bigint(20) NOT NULL,
  `room_id` bigint(20) NOT NULL,
  PRIMARY KEY (`low_id`,`high_id`),
  UNIQUE KEY `direct_room_room` (`room_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `draft` (
  `user_id` bigint(20) NOT NULL,
  `room_id` bigint(20) NOT NULL,
  `thread_id` bigint(20) NOT NULL,
  `content` mediumtext NOT NULL,
  `at_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`user_id`,`room_id`,`thread_id`),
  KEY `draft_room` (`room_id`)
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
  `tags` text DEFAULT NULL,
  `reactions` mediumtext DEFAULT NULL,
  `replies` bigint(20) NOT NULL DEFAULT 0,
  `last_reply_ms` bigint(20) NOT NULL DEFAULT 0,
  `parent_id` bigint(20) NOT NULL DEFAULT 0,
  `parent_seq` bigint(20) NOT NULL DEFAULT 0,
  `quoted_id` bigint(20) NOT NULL DEFAULT 0,
  `deleted` tinyint(1) NOT NULL DEFAULT 0,
  `pinned` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`room_id`,`seq`),
  KEY `message_id` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `message_history` (
  `room_id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `version` bigint(20) NOT NULL,
  `until_ms` bigint(20) NOT NULL,
  `content` mediumtext NOT NULL,
  `tags` text DEFAULT NULL,
  PRIMARY KEY (`room_id`,`seq`,`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `message_mention` (
  `user_id` bigint(20) NOT NULL,
  `room_id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  PRIMARY KEY (`user_id`,`room_id`,`seq`),
  KEY `message_mention_message` (`room_id`,`seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `message_reaction` (
  `room_id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `emoji` varchar(64) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `at_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`room_id`,`seq`,`emoji`,`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `picture` (
  `token` varbinary(32) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `created_ms` bigint(20) NOT NULL,
  `thumbnail` mediumblob NOT NULL,
  `large` mediumblob NOT NULL,
  PRIMARY KEY (`token`),
  KEY `picture_user` (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `pinned_message` (
  `room_id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `at_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`room_id`,`seq`)
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
  `is_read_only` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `room_group_main` (`group_id`,`is_main`),
  KEY `room_visible` (`is_visible`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `room_group` (
  `id` bigint(20) NOT NULL,
  `name` varchar(64) NOT NULL,
  `creator_id` bigint(20) DEFAULT NULL,
  `disabled` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `room_group_creator` (`creator_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `room_member` (
  `room_id` bigint(20) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `notify` tinyint(4) NOT NULL DEFAULT 1,
  `volume` tinyint(4) NOT NULL DEFAULT 50,
  `read_seq` bigint(20) NOT NULL DEFAULT 0,
  `read_number` bigint(20) NOT NULL DEFAULT 0,
  `joined_ms` bigint(20) NOT NULL,
  `hidden_number` bigint(20) NOT NULL DEFAULT -1,
  `seen_seq` bigint(20) NOT NULL DEFAULT 0,
  `suspended` tinyint(1) NOT NULL DEFAULT 0,
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

CREATE TABLE `thread` (
  `room_id` bigint(20) NOT NULL,
  `root_seq` bigint(20) NOT NULL,
  `last_reply_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`room_id`,`root_seq`),
  KEY `thread_last` (`room_id`,`last_reply_ms`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `thread_reply` (
  `room_id` bigint(20) NOT NULL,
  `root_seq` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  PRIMARY KEY (`room_id`,`root_seq`,`seq`)
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
  `bot` tinyint(1) NOT NULL DEFAULT 0,
  `status_emoji` varchar(64) DEFAULT NULL,
  `status_text` varchar(100) DEFAULT NULL,
  `status_until_ms` bigint(20) NOT NULL DEFAULT 0,
  `last_seen_ms` bigint(20) NOT NULL DEFAULT 0,
  `show_typing` tinyint(1) NOT NULL DEFAULT 1,
  `show_read` tinyint(1) NOT NULL DEFAULT 1,
  `show_presence` tinyint(1) NOT NULL DEFAULT 1,
  PRIMARY KEY (`id`),
  UNIQUE KEY `user_name` (`name`),
  UNIQUE KEY `user_email` (`email`),
  KEY `user_role_state` (`role`,`state`),
  KEY `user_status_until` (`status_until_ms`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `user_profile` (
  `user_id` bigint(20) NOT NULL,
  `given_name` varchar(30) DEFAULT NULL,
  `surname` varchar(30) DEFAULT NULL,
  `city` varchar(50) DEFAULT NULL,
  `contacts` varchar(100) DEFAULT NULL,
  `birthday` char(10) DEFAULT NULL,
  PRIMARY KEY (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `user_settings` (
  `user_id` bigint(20) NOT NULL,
  `theme` tinyint(4) NOT NULL DEFAULT 0,
  `density` tinyint(4) NOT NULL DEFAULT 0,
  `language` varchar(16) NOT NULL DEFAULT '',
  `message_sound` tinyint(1) NOT NULL DEFAULT 1,
  `online_change_sound` tinyint(1) NOT NULL DEFAULT 0,
  `embedded_youtube` tinyint(1) NOT NULL DEFAULT 0,
  `highlight_code` tinyint(1) NOT NULL DEFAULT 1,
  `suggestions` tinyint(1) NOT NULL DEFAULT 1,
  `enter_sends` tinyint(1) NOT NULL DEFAULT 1,
  `emoji_skin` tinyint(4) NOT NULL DEFAULT 0,
  PRIMARY KEY (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `writer_mark` (
  `writer_id` binary(16) NOT NULL,
  `batch` bigint(20) NOT NULL,
  `at_ms` bigint(20) NOT NULL,
  PRIMARY KEY (`writer_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

