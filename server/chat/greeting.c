/* The welcome message. */
#include "chat/greeting.h"

#include <stdio.h>

#include "archive/greeting.h"
#include "base/clock.h"
#include "base/states.h"
#include "chat/echo.h"
#include "chat/echo_texts.h"
#include "chat/membership.h"

void greeting_add(struct write *w, struct arena *arena, enum language language, int64_t message_id,
		  int64_t newcomer_id)
{
	char client_id[32];
	snprintf(client_id, sizeof(client_id), "welcome-%lld", (long long)newcomer_id);
	const struct new_greeting greeting = { w->change_count, ROOM_EVERYONE, ECHO_ID,
					       clock_wall_ms() };
	struct change *change = write_change(w, ROOM_EVERYONE, CHANGE_MESSAGE, ECHO_ID, 0);
	change->at_ms = greeting.at_ms;
	change->message_id = message_id;
	change->client_id = arena_copy(arena, slice_of(client_id));
	change->content = slice_of(echo_texts(language)->welcome);
	write_greeting_pin(w, arena, &greeting);
}
