/* Telling the workers that somebody changed. Volatile: who missed it reads the person again. */
#include "chat/people.h"

#include "bus/bus.h"
#include "chat/chat.h"

void people_changed(int64_t user_id)
{
	const struct envelope envelope = {
		.kind = ENVELOPE_VOLATILE,
		.stream_id = STREAM_PEOPLE,
		.subject_id = user_id,
		.json = SLICE("{}"),
	};
	bus_publish(chat()->bus, &envelope);
}
