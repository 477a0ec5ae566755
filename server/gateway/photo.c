/* Pictures out of the archive. */
#include "gateway/photo.h"

#include "archive/pictures.h"
#include "gateway/doorman.h"
#include "gateway/scope.h"

enum {
	TOKEN_SIZE = 32,
	/* Far above what the helper can write. */
	PHOTO_BYTES_MAX = 4 * 1024 * 1024,
};

/* The longer one first. */
static const struct {
	struct slice prefix;
	enum picture_size size;
} folders[] = {
	{ { "/photo/thumbnail/", 17 }, PICTURE_THUMBNAIL },
	{ { "/photo/", 7 }, PICTURE_FULL },
};

struct photo {
	struct gateway *g;
	struct exchange *x;
	struct arena *arena;
};

static void photo_found(void *owner, enum error e, void *rows, size_t count);

static bool is_token(struct slice s)
{
	for (size_t i = 0; i < s.size; i++) {
		char c = s.data[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
			return false;
	}
	return s.size == TOKEN_SIZE;
}

/* `name` is what stands behind the folder. */
static bool take_token(struct slice name, struct slice *token)
{
	const struct slice extension = SLICE(".jpeg");
	if (name.size != TOKEN_SIZE + extension.size ||
	    memcmp(name.data + TOKEN_SIZE, extension.data, extension.size) != 0)
		return false;
	*token = (struct slice){ name.data, TOKEN_SIZE };
	return is_token(*token);
}

static void refuse(struct exchange *x, enum error e, int64_t retry_after_ms)
{
	scope_refuse_exchange(x, e, error_text(e), retry_after_ms);
}

static void find(struct gateway *g, struct exchange *x, struct slice token, enum picture_size size)
{
	struct arena *arena = arena_new(PHOTO_BYTES_MAX);
	struct photo *p = arena_take(arena, sizeof(*p));
	*p = (struct photo){ g, x, arena };
	g->requests++; /* a drain waits for it */
	struct read read = { arena, photo_found, p };
	pictures_by_token(g->archive, read, token, size);
}

static void answer(struct gateway *g, struct exchange *x, struct slice name, enum picture_size size)
{
	enum method method = exchange_method(x);
	struct slice token;
	int64_t retry_after_ms;
	if (method != METHOD_GET && method != METHOD_HEAD)
		scope_refuse_method(x, false);
	else if (!take_token(name, &token))
		refuse(x, ERROR_NOT_FOUND, 0);
	else if (doorman_refuses(g, x, &retry_after_ms))
		refuse(x, ERROR_RATE_LIMITED, retry_after_ms);
	else
		find(g, x, token, size);
}

bool photo_serve(struct gateway *g, struct exchange *x)
{
	struct slice path = exchange_path(x);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		struct slice prefix = folders[i].prefix;
		if (path.size < prefix.size || memcmp(path.data, prefix.data, prefix.size) != 0)
			continue;
		answer(g, x, (struct slice){ path.data + prefix.size, path.size - prefix.size },
		       folders[i].size);
		return true;
	}
	return false;
}

/* `private`: a proxy of many people does not keep what somebody may remove. */
static void reply(struct exchange *x, struct slice jpeg)
{
	exchange_set_header(x, "Cache-Control", "private, max-age=31536000, immutable");
	exchange_reply(x, 200, "image/jpeg", jpeg);
}

static void photo_found(void *owner, enum error e, void *rows, size_t count)
{
	struct photo *p = owner;
	const struct picture_row *picture = rows;
	p->g->requests--;
	if (e || count == 0)
		refuse(p->x, e ? e : ERROR_NOT_FOUND, 0);
	else
		reply(p->x, picture->bytes);
	arena_free(p->arena);
}
