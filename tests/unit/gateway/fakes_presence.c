#include "unit/gateway/fakes_presence.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "unit/gateway/fakes.h"

struct fake_store store_fake;

struct call {
	void (*updated)(void *owner, int64_t seq, enum presence_answer a);
	void (*listed)(void *owner, enum presence_answer a, const struct slice *names,
		       size_t count);
	void (*loaded)(void *owner, struct slice name, enum presence_answer a,
		       const struct presence_loaded *loaded);
	void (*removed)(void *owner, struct slice name, enum presence_answer a, bool first);
	void *owner;
	int64_t seq;
	char name[PRESENCE_NAME_MAX + 1];
};

static void give_updated(void *owner)
{
	struct call *c = owner;
	c->updated(c->owner, c->seq, store_fake.answer);
	memory_free(c);
}

static void give_listed(void *owner)
{
	struct call *c = owner;
	struct slice names[4];
	for (size_t i = 0; i < store_fake.listed_count; i++)
		names[i] = slice_of(store_fake.listed[i]);
	c->listed(c->owner, PRESENCE_ANSWER_DONE, names, store_fake.listed_count);
	memory_free(c);
}

static void give_loaded(void *owner)
{
	struct call *c = owner;
	store_fake.loaded.entries = store_fake.people;
	c->loaded(c->owner, slice_of(c->name),
		  store_fake.lost ? PRESENCE_ANSWER_REFUSED : PRESENCE_ANSWER_DONE,
		  store_fake.lost ? NULL : &store_fake.loaded);
	memory_free(c);
}

static void give_removed(void *owner)
{
	struct call *c = owner;
	c->removed(c->owner, slice_of(c->name), store_fake.removal_answer, store_fake.first);
	memory_free(c);
}

static struct call *call_new(struct slice name, void *owner)
{
	struct call *c = memory_zero(1, sizeof(*c));
	c->owner = owner;
	snprintf(c->name, sizeof(c->name), "%.*s", (int)name.size, name.data ? name.data : "");
	return c;
}

bool presence_store_update(struct bus *b, const struct presence_update *u,
			   void (*done)(void *owner, int64_t seq, enum presence_answer a),
			   void *owner)
{
	(void)b;
	if (store_fake.away)
		return false;
	struct call *c = call_new(u->name, owner);
	c->updated = done;
	c->seq = u->seq;
	store_fake.updates++;
	store_fake.last = *u;
	memcpy(store_fake.own, c->name, sizeof(c->name));
	if (u->count)
		memcpy(store_fake.entries, u->entries, u->count * sizeof(*u->entries));
	loop_later(fake_loop, give_updated, c);
	return true;
}

bool presence_store_list(struct bus *b,
			 void (*done)(void *owner, enum presence_answer a,
				      const struct slice *names, size_t count),
			 void *owner)
{
	(void)b;
	if (store_fake.away)
		return false;
	struct call *c = call_new((struct slice){ NULL, 0 }, owner);
	c->listed = done;
	store_fake.lists++;
	loop_later(fake_loop, give_listed, c);
	return true;
}

bool presence_store_load(struct bus *b, struct slice name,
			 void (*done)(void *owner, struct slice name, enum presence_answer a,
				      const struct presence_loaded *loaded),
			 void *owner)
{
	(void)b;
	if (store_fake.away)
		return false;
	struct call *c = call_new(name, owner);
	c->loaded = done;
	store_fake.loads++;
	memcpy(store_fake.loaded_name, c->name, sizeof(c->name));
	loop_later(fake_loop, give_loaded, c);
	return true;
}

bool presence_store_remove(struct bus *b, const struct presence_removal *removal,
			   void (*done)(void *owner, struct slice name, enum presence_answer a,
					bool first),
			   void *owner)
{
	(void)b;
	if (store_fake.away)
		return false;
	struct call *c = call_new(removal->name, owner);
	c->removed = done;
	store_fake.removals++;
	store_fake.dead = removal->dead;
	store_fake.by = removal->by;
	memcpy(store_fake.removed, c->name, sizeof(c->name));
	loop_later(fake_loop, give_removed, c);
	return true;
}
