/* The other workers' incarnations: what they say, reading anew what was missed, and noticing that
 * one is gone. A note with the next number is applied; if one is missing, the whole hash is read,
 * and notes that come meanwhile wait. Silence for longer than the time to live makes whoever
 * notices ask Redis whether the hash is still there; a process that is known to have ended need not
 * be waited for. */
#include "bus/presence_store.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/text.h"
#include "gateway/presence_private.h"
#include "gateway/watcher.h"

enum {
	SILENT_MS = PRESENCE_TTL_MS + 1000,
	/* One that Redis does not know any more has this long to say that it is alive. */
	UNLISTED_MS = PRESENCE_ALIVE_MS + 3000,
};

static const uint64_t NUMBER_BELOW = (uint64_t)1 << 53;

static void on_loaded(void *owner, struct slice name, enum presence_answer a,
		      const struct presence_loaded *loaded);
static void on_removed(void *owner, struct slice name, enum presence_answer a, bool first);

/* ---- names and processes ---- */

/* What tells apart the machines, and the containers of one, whose process numbers say nothing here.
 */
static void find_host(char *out, size_t size)
{
	char boot[8];
	char space[64];
	ssize_t space_size = readlink("/proc/self/ns/pid", space, sizeof(space) - 1);
	/* lint: blocking: a file of the kernel's, read once before anybody is served */
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	bool known = fd >= 0 && read(fd, boot, sizeof(boot)) == (ssize_t)sizeof(boot) &&
		     space_size > 0;
	if (fd >= 0)
		close(fd);
	out[0] = '\0';
	if (!known)
		return;
	space[space_size] = '\0';
	snprintf(out, size, "%.8s.%.11s", boot, space + strcspn(space, "0123456789"));
	out[strcspn(out, "]")] = '\0';
}

void presence_name(const struct presence *p, char out[PRESENCE_NAME_MAX + 1])
{
	char random[9];
	random_text(random, sizeof(random) - 1);
	snprintf(out, PRESENCE_NAME_MAX + 1, "%d-%d-%s-%s", p->g->worker, (int)getpid(), p->host,
		 random);
}

/* "<worker>-<pid>-<host>-<random>" */
static bool process_ended(const struct presence *p, const char *name)
{
	const char *pid = strchr(name, '-');
	const char *host = pid ? strchr(pid + 1, '-') : NULL;
	const char *end = host ? strchr(host + 1, '-') : NULL;
	int64_t number;
	if (!end || !p->host[0])
		return false;
	if (!slice_equal((struct slice){ host + 1, (size_t)(end - host - 1) }, slice_of(p->host)) ||
	    !text_to_int((struct slice){ pid + 1, (size_t)(host - pid - 1) }, 1, INT32_MAX,
			 &number))
		return false;
	return kill((pid_t)number, 0) < 0 && errno == ESRCH;
}

/* ---- loading one ---- */

static void drop_held(struct presence_source *source)
{
	struct presence_held *held;
	while ((held = STAILQ_FIRST(&source->held))) {
		STAILQ_REMOVE_HEAD(&source->held, next);
		memory_free(held);
	}
	source->held_count = 0;
}

static void hold(struct presence_source *source, struct slice bytes)
{
	if (source->held_count >= PRESENCE_HELD_MAX) {
		drop_held(source);
		source->again = true;
	}
	struct presence_held *held = memory_take(sizeof(*held) + bytes.size);
	held->size = bytes.size;
	memcpy(held->bytes, bytes.data, bytes.size);
	STAILQ_INSERT_TAIL(&source->held, held, next);
	source->held_count++;
}

static void source_load(struct presence *p, struct presence_source *source)
{
	if (source->loading) {
		source->again = true;
		return;
	}
	source->again = false;
	source->loading = presence_store_load(p->g->bus, slice_of(source->name), on_loaded, p);
	p->list_wanted |= !source->loading;
}

static struct presence_source *source_new(struct presence *p, struct slice name)
{
	struct presence_source *source = presence_source_add(&p->map, name);
	source->heard_ms = clock_monotonic_ms();
	source_load(p, source);
	return source;
}

static void source_gone(struct presence_source *source, bool local)
{
	int64_t now_ms = clock_monotonic_ms();
	log_info("presence", "a worker is gone", "name=%s people=%zu", source->name,
		 table_size(source->states));
	presence_source_remove(source, clock_wall_ms() - (now_ms - source->heard_ms), local,
			       now_ms);
}

static void source_remove(struct presence *p, struct presence_source *source, bool dead)
{
	const struct presence_removal removal = { slice_of(source->name), dead, p->number };
	if (!source->removing)
		source->removing = presence_store_remove(p->g->bus, &removal, on_removed, p);
}

/* Not before it was read: whose people are gone must be known, and one that is leaving has asked
 * for patience. */
static void source_check(struct presence *p, struct presence_source *source)
{
	if (source != p->own && !source->loading && !source->leaving &&
	    process_ended(p, source->name))
		source_remove(p, source, true);
}

static void on_removed(void *owner, struct slice name, enum presence_answer a, bool first)
{
	struct presence *p = owner;
	struct presence_source *source = presence_source_find(&p->map, name);
	if (!source || source == p->own)
		return;
	source->removing = false;
	if (a == PRESENCE_ANSWER_DONE) {
		source_gone(source, first);
		return;
	}
	if (a == PRESENCE_ANSWER_REFUSED) {
		source->heard_ms = clock_monotonic_ms();
		source_load(p, source);
	}
}

/* ---- notes ---- */

static void apply_changes(struct presence_source *source, const struct presence_note *n)
{
	int64_t now_ms = clock_monotonic_ms();
	for (size_t i = 0; i < n->count; i++) {
		struct presence_entry entry = presence_note_entry(n, i);
		presence_source_set(source, &entry, now_ms);
	}
	source->seq = n->seq;
}

static void apply_note(struct presence *p, struct presence_source *source,
		       const struct presence_note *n)
{
	source->leaving |= n->kind == PRESENCE_NOTE_LEAVING;
	if (n->seq <= source->seq)
		return; /* known, from its hash */
	if (n->kind == PRESENCE_NOTE_CHANGES && n->seq == source->seq + 1)
		apply_changes(source, n);
	else
		source_load(p, source);
}

static void on_gone(struct presence *p, struct presence_source *source,
		    const struct presence_note *n)
{
	if (source == p->own)
		p->begun = false;
	else if (source)
		source_gone(source, n->seq == p->number);
}

void presence_note(struct gateway *g, struct slice bytes)
{
	struct presence *p = g->presence;
	struct presence_note n;
	if (!presence_note_read(bytes, &n)) {
		log_debug("presence", "a note that is not understood", "size=%zu", bytes.size);
		return;
	}
	struct presence_source *source = presence_source_find(&p->map, n.name);
	if (n.kind == PRESENCE_NOTE_GONE) {
		on_gone(p, source, &n);
		return;
	}
	if (source == p->own)
		return;
	if (!source)
		source = source_new(p, n.name);
	source->heard_ms = clock_monotonic_ms();
	if (source->loading)
		hold(source, bytes);
	else
		apply_note(p, source, &n);
}

/* In their order; from a gap on they wait again. */
static void apply_held(struct presence *p, struct presence_source *source)
{
	struct presence_held *held;
	struct presence_note n;
	while (!source->loading && (held = STAILQ_FIRST(&source->held))) {
		STAILQ_REMOVE_HEAD(&source->held, next);
		source->held_count--;
		if (presence_note_read((struct slice){ held->bytes, held->size }, &n))
			apply_note(p, source, &n);
		memory_free(held);
	}
}

static void on_loaded(void *owner, struct slice name, enum presence_answer a,
		      const struct presence_loaded *loaded)
{
	struct presence *p = owner;
	struct presence_source *source = presence_source_find(&p->map, name);
	if (!source || !source->loading)
		return;
	source->loading = false;
	if (a != PRESENCE_ANSWER_DONE) {
		drop_held(source);
		p->list_wanted |= a == PRESENCE_ANSWER_UNKNOWN;
		if (a == PRESENCE_ANSWER_REFUSED)
			source_remove(p, source, false);
		return;
	}
	source->seq = loaded->seq;
	source->leaving = loaded->leaving;
	presence_source_replace(source, loaded->entries, loaded->count, clock_wall_ms(),
				clock_monotonic_ms());
	apply_held(p, source);
	if (source->again)
		source_load(p, source);
	else
		source_check(p, source);
}

/* ---- all of them ---- */

static bool is_listed(const struct presence_source *source, const struct slice *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (slice_equal(names[i], slice_of(source->name)))
			return true;
	}
	return false;
}

static void on_listed(void *owner, enum presence_answer a, const struct slice *names, size_t count)
{
	struct presence *p = owner;
	struct presence_source *source;
	int64_t latest_ms = clock_monotonic_ms() - SILENT_MS + UNLISTED_MS;
	p->listing = false;
	if (a != PRESENCE_ANSWER_DONE) {
		p->list_wanted = true;
		return;
	}
	TAILQ_FOREACH(source, &p->map.sources, next)
	{
		if (!is_listed(source, names, count) && source->heard_ms > latest_ms)
			source->heard_ms = latest_ms;
	}
	p->begun &= is_listed(p->own, names, count);
	for (size_t i = 0; i < count; i++) {
		source = presence_source_find(&p->map, names[i]);
		if (!source)
			source_new(p, names[i]);
		else if (source != p->own)
			source_load(p, source);
	}
}

static void list(struct presence *p)
{
	if (p->listing)
		return;
	p->listing = presence_store_list(p->g->bus, on_listed, p);
	p->list_wanted = !p->listing;
}

void presence_check(struct gateway *g)
{
	struct presence *p = g->presence;
	struct presence_source *source;
	if (!p)
		return;
	TAILQ_FOREACH(source, &p->map.sources, next)
	source_check(p, source);
}

void presence_sync_look(struct presence *p)
{
	struct presence_source *source;
	int64_t silent_since_ms = clock_monotonic_ms() - SILENT_MS;
	if (p->list_wanted && p->hearing)
		list(p);
	TAILQ_FOREACH(source, &p->map.sources, next)
	{
		if (p->hearing && source != p->own && source->heard_ms < silent_since_ms)
			source_remove(p, source, false);
	}
}

static void hear(struct presence *p)
{
	struct presence_source *source;
	p->hearing = true;
	TAILQ_FOREACH(source, &p->map.sources, next)
	source->heard_ms = clock_monotonic_ms();
	list(p);
}

void presence_bus(struct gateway *g, bool up)
{
	struct presence *p = g->presence;
	if (!p)
		return;
	if (!up) {
		p->hearing = false;
		p->missed = true;
		return;
	}
	/* Also told when it was up all the time, and only a room's channel was late. */
	if (p->hearing && !p->missed)
		return;
	hear(p);
	if (p->missed)
		watcher_stale_all(g);
	p->missed = false;
}

static void on_channel(void *owner, int64_t stream_id, bool live)
{
	struct presence *p = ((struct gateway *)owner)->presence;
	if (!live)
		p->missed = true; /* presence_bus tells when it is */
	else if (stream_id == STREAM_PRESENCE)
		hear(p);
}

void presence_sync_open(struct presence *p)
{
	p->number = (int64_t)random_below(NUMBER_BELOW);
	find_host(p->host, sizeof(p->host));
	channel_need(p->g->bus, STREAM_PRESENCE, on_channel, p->g);
	channel_need(p->g->bus, STREAM_PEOPLE, on_channel, p->g);
}
