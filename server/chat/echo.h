#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/language.h"
#include "protocol/fields.h"

/* Echo, the service account that answers in direct rooms, so that somebody alone can try
 * everything. It answers each message once, after a moment in which it types. The worker that
 * stored a message answers it. */

/* Its account: of the migration, no lease gives this id. */
#define ECHO_ID ((int64_t)9007199254740991)

struct echo_heard {
	int64_t room_id;
	int64_t message_id;
	int64_t seq;
	int64_t number;
	int64_t epoch;
	int64_t sender_id;
	int64_t thread_id; /* the root's id; 0: no reply */
	struct slice content;
	const struct id_entry *tags;
	size_t tags_count;
	enum language language; /* of the sender */
};

/* A message was stored for the first time. Rooms that are no direct rooms with Echo are none of its
 * business. */
void echo_message(const struct echo_heard *heard);
/* A message got a new text. */
void echo_edit(int64_t room_id, int64_t message_id, int64_t editor_id);
/* Somebody reacted to a message. */
void echo_reaction(int64_t room_id, int64_t message_id, int64_t user_id, struct slice emoji);
/* A direct room was made. */
void echo_room(int64_t room_id, int64_t with_id, enum language language);
/* From now on it answers at once: the process is ending. */
void echo_hurry(void);
/* Something is still to be answered. */
bool echo_busy(void);
/* Forgets what waits. */
void echo_close(void);
