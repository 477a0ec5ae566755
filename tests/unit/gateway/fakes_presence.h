#pragma once

#include "bus/presence_store.h"

/* Redis, as far as presence needs it: it notes what it was told, and answers in the next turn as
 * the test says. */

struct fake_store {
	bool away;                   /* nothing is begun */
	enum presence_answer answer; /* to updates */
	int updates;
	int loads;
	int lists;
	int removals;
	struct presence_update last; /* update, without name and entries */
	struct presence_entry entries[PRESENCE_ENTRIES_MAX];
	char own[PRESENCE_NAME_MAX + 1]; /* the name in the last update */
	const char *listed[4];
	size_t listed_count;
	bool lost; /* loads find no hash */
	struct presence_loaded loaded;
	struct presence_entry people[8];
	char loaded_name[PRESENCE_NAME_MAX + 1];
	enum presence_answer removal_answer;
	bool first;
	bool dead; /* as the last removal said */
	int64_t by;
	char removed[PRESENCE_NAME_MAX + 1];
};

extern struct fake_store store_fake;
