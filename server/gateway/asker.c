/* From a cookie to an account. */
#include "gateway/asker.h"

#include "base/clock.h"
#include "base/states.h"
#include "chat/token.h"
#include "gateway/cookie.h"

struct asker {
	struct gateway *g;
	struct arena *arena;
	asker_known *known;
	void *owner;
	char token_hash[TOKEN_HASH_SIZE];
};

static void asker_found(void *owner, enum error e, void *rows, size_t count);

void asker_find(struct gateway *g, const struct exchange *x, asker_known *known, void *owner)
{
	struct slice token = cookie_token(x);
	if (!token.data) {
		known(owner, ERROR_OK, NULL);
		return;
	}
	struct arena *arena = arena_new(SIZE_MAX);
	struct asker *a = arena_take(arena, sizeof(*a));
	*a = (struct asker){ .g = g, .arena = arena, .known = known, .owner = owner };
	g->requests++;
	token_hash(token, a->token_hash);
	struct read read = { arena, asker_found, a };
	sessions_by_token(g->archive, read, (struct slice){ a->token_hash, TOKEN_HASH_SIZE },
			  clock_wall_ms());
}

static void asker_found(void *owner, enum error e, void *rows, size_t count)
{
	struct asker *a = owner;
	const struct session_row *account = count ? rows : NULL;
	a->g->requests--;
	if (account && account->state != ACCOUNT_ACTIVE)
		account = NULL;
	a->known(a->owner, e, e ? NULL : account);
	arena_free(a->arena);
}
