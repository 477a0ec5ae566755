#pragma once

#include "archive/streams.h"
#include "archive/write.h"
#include "base/buffer.h"
#include "protocol/outputs.gen.h"

/* Durable changes as events: one encoding, whether published right after the commit or read back
 * from the archive later. */

/* Appends the event of `row` as clients get it (finished JSON object). */
void change_encode(struct buffer *out, const struct change_row *row);
/* Publishes a change just committed to everybody who serves its stream. `row` has the seq; `epoch`
 * is the change's. */
void change_publish(const struct change_row *row, int64_t epoch);
/* Adds a change to `w`, dated now. */
struct change *change_add(struct write *w, int64_t stream_id, int kind, int64_t actor_id,
			  int64_t subject_id);
/* The row of a committed change, without the parts about a person, which the caller adds where the
 * kind needs them. */
struct change_row change_row_of(const struct change *change);
/* A message as clients see it. */
struct message_view message_view_of(const struct message_row *m);
/* A person's settings as their sessions get them. */
struct settings_view settings_view_of(const struct settings_row *s);
/* Publishes every change of a committed write: at once where the change says all there is to say,
 * else read back from the archive, as healing would. Nothing of `w` is used afterwards. */
void change_announce(const struct write *w);
