/* The making of a read: its text and parameters, all in the read's arena. Lists are padded to few
 * sizes (by repeating their last id), so that few statements are prepared. */
#include <string.h>

#include "archive/reader.h"
#include "base/check.h"

static const size_t list_sizes[] = { 1, 8, 64, 256, READ_IDS_MAX };

enum { LIST_SIZES = sizeof(list_sizes) / sizeof(list_sizes[0]) };

struct reading *reading_new(struct read read, const char *sql, const struct shape *shape)
{
	struct reading *r = arena_take(read.arena, sizeof(*r));
	r->read = read;
	r->sql = sql;
	r->shape = shape;
	r->parameter_room = READ_PARAMETERS_MAX;
	r->parameters = arena_take(read.arena, r->parameter_room * sizeof(*r->parameters));
	return r;
}

static MYSQL_BIND *add_parameter(struct reading *r)
{
	ASSERT(r->parameter_count < r->parameter_room);
	return &r->parameters[r->parameter_count++];
}

void reading_int(struct reading *r, int64_t value)
{
	int64_t *number = arena_take(r->read.arena, sizeof(*number));
	*number = value;
	*add_parameter(r) = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = number };
}

static void add_bytes(struct reading *r, struct slice value, enum enum_field_types type)
{
	char *bytes = arena_take(r->read.arena, value.size + 1);
	if (value.size > 0)
		memcpy(bytes, value.data, value.size);
	*add_parameter(r) =
		(MYSQL_BIND){ .buffer_type = type, .buffer = bytes, .buffer_length = value.size };
}

void reading_text(struct reading *r, struct slice value)
{
	add_bytes(r, value, MYSQL_TYPE_STRING);
}

void reading_bytes(struct reading *r, struct slice value)
{
	add_bytes(r, value, MYSQL_TYPE_BLOB);
}

static size_t list_size(size_t count)
{
	size_t i = 0;
	while (list_sizes[i] < count)
		i++;
	return list_sizes[i];
}

/* The text with `size` question marks in place of `:ids`. */
static const char *list_text(struct arena *arena, const char *sql, size_t size)
{
	const char *mark = strstr(sql, ":ids");
	ASSERT(mark);
	size_t before = (size_t)(mark - sql);
	size_t after = strlen(mark + 4);
	char *text = arena_take(arena, before + size * 2 + after + 1);
	memcpy(text, sql, before);
	char *end = text + before;
	for (size_t i = 0; i < size; i++) {
		*end++ = i > 0 ? ',' : '?';
		if (i > 0)
			*end++ = '?';
	}
	memcpy(end, mark + 4, after + 1);
	return text;
}

void reading_ids(struct reading *r, const int64_t *ids, size_t count)
{
	struct arena *arena = r->read.arena;
	ASSERT(count <= READ_IDS_MAX && !r->ids);
	size_t size = list_size(count);
	int64_t *copy = arena_take(arena, size * sizeof(*copy));
	/* No row has id 0: an empty list finds nothing. */
	for (size_t i = 0; i < size; i++)
		copy[i] = count > 0 ? ids[i < count ? i : count - 1] : 0;
	MYSQL_BIND *longer = arena_take(arena, (READ_PARAMETERS_MAX + size) * sizeof(*longer));
	memcpy(longer, r->parameters, r->parameter_count * sizeof(*longer));
	for (size_t i = 0; i < size; i++)
		longer[r->parameter_count + i] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG,
							       .buffer = &copy[i] };
	r->parameters = longer;
	r->parameter_room += size;
	r->parameter_count += size;
	r->ids = copy;
	r->id_count = count;
	r->sql = list_text(arena, r->sql, size);
}
