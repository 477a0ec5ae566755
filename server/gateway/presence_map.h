#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/slice.h"
#include "base/table.h"
#include "bus/presence_note.h"

/* Who is there, as this worker knows it: what each incarnation of a worker says of its people, and
 * what follows for each person. Somebody is online if any incarnation says so, away if those that
 * have them all say away. Whoever went is shown as before for a few seconds: a page that is loaded
 * again is not seen going. */

struct watcher_place;

struct presence_person {
	int64_t user_id;
	int64_t last_seen_ms; /* when they went last, by the wall clock; 0: not known */
	uint32_t online;      /* incarnations that say so */
	uint32_t away;
	uint32_t hiding; /* how many of these say that it shall not be known */
	uint8_t shown;   /* PERSON_PRESENCE_PRESENCE_… */
	bool hidden;     /* they do not want it known (did not when they were last here) */
	bool always;     /* a service account: always there */
	bool local; /* this worker had them, or removed who had them: it notes when they went */
	bool lingering;
	int64_t linger_until_ms;
	TAILQ_ENTRY(presence_person) linger;
	/* Who watches them; gateway/watcher.c. */
	struct watcher_place *watchers;
	uint32_t watcher_count;
	uint32_t watcher_capacity;
};

/* A note that waits for what is being loaded. */
struct presence_held {
	STAILQ_ENTRY(presence_held) next;
	size_t size;
	char bytes[];
};

/* An incarnation of a worker. All but `map`, `name` and `states` belong to presence_sync.c. */
struct presence_source {
	TAILQ_ENTRY(presence_source) next;
	struct presence_map *map;
	struct table *states; /* person → state, as a pointer */
	int64_t seq;          /* of the last note that is in here */
	int64_t heard_ms;
	bool loading;
	bool again; /* more was held than there is room for: load once more */
	bool removing;
	bool leaving;
	size_t held_count;
	STAILQ_HEAD(, presence_held) held;
	char name[PRESENCE_NAME_MAX + 1];
};

struct presence_map {
	struct table *people;
	TAILQ_HEAD(, presence_source) sources;
	TAILQ_HEAD(, presence_person) lingering; /* in order of linger_until_ms */
	int64_t there;                           /* people who are not shown as offline */
	/* What others see of a person changed. */
	void (*on_change)(void *owner, struct presence_person *p);
	/* A `local` one is no longer there, since p->last_seen_ms. */
	void (*on_left)(void *owner, const struct presence_person *p);
	void *owner;
};

enum { PRESENCE_LINGER_MS = 3000 };

void presence_map_init(struct presence_map *map);
/* Frees everything; nobody may be watched any more. */
void presence_map_clear(struct presence_map *map);

/* NULL: nothing is known of them, so they are offline. */
struct presence_person *presence_map_find(const struct presence_map *map, int64_t user_id);
/* Makes them known; presence_map_release forgets those of whom nothing need be known. */
struct presence_person *presence_map_get(struct presence_map *map, int64_t user_id);
void presence_map_release(struct presence_map *map, struct presence_person *p);
/* Those whose time is over are shown as offline. */
void presence_map_tick(struct presence_map *map, int64_t now_ms);

struct presence_source *presence_source_find(const struct presence_map *map, struct slice name);
/* One without people; the name must not be known yet. */
struct presence_source *presence_source_add(struct presence_map *map, struct slice name);
/* What an incarnation says of one person from now on. */
void presence_source_set(struct presence_source *source, const struct presence_entry *entry,
			 int64_t now_ms);
/* It has exactly these people. Who is not among them went at `seen_ms`. */
void presence_source_replace(struct presence_source *source, const struct presence_entry *entries,
			     size_t count, int64_t seen_ms, int64_t now_ms);
/* It is gone, since `seen_ms`; `local`: noting that is this worker's. */
void presence_source_remove(struct presence_source *source, int64_t seen_ms, bool local,
			    int64_t now_ms);
/* 0 (PRESENCE_NONE) if it does not have them. */
int presence_source_state(const struct presence_source *source, int64_t user_id);
