#pragma once

#include "gateway/live.h"

/* What an event does to this worker's sessions, besides being sent to them. */

/* Before it is sent: who is no longer a member leaves the stream first; a changed room is read
 * again. */
void effects_before(struct live *l, int kind, int64_t subject_id);
/* After it was sent: a person's sessions join or leave rooms, or are checked against the archive;
 * a deleted room is left by all. */
void effects_after(struct live *l, int kind, int64_t subject_id);
/* After the stream was loaded anew: events of it may have been missed. */
void effects_resynced(struct live *l);
