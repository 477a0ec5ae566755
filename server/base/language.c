/* From what a browser says of its person to a language that the server has. */
#include "base/language.h"

#include <stddef.h>

#include "base/text.h"

static const char *const names[LANGUAGE_COUNT] = {
	[LANGUAGE_EN] = "en",
	[LANGUAGE_DE] = "de",
	[LANGUAGE_AR] = "ar",
};

/* Takes a piece of `rest` that ends before `end`, or all of it. */
static struct slice take_piece(struct slice *rest, char end)
{
	const char *at = rest->size ? memchr(rest->data, end, rest->size) : NULL;
	struct slice piece = { rest->data, at ? (size_t)(at - rest->data) : rest->size };
	size_t used = piece.size + (at ? 1 : 0);
	rest->data += used;
	rest->size -= used;
	return piece;
}

/* "de" of " de-CH;q=0.9". */
static struct slice primary_of(struct slice tag)
{
	struct slice without_weight = take_piece(&tag, ';');
	return text_trim(take_piece(&without_weight, '-'));
}

enum language language_choose(struct slice tags)
{
	while (tags.size > 0) {
		struct slice piece = take_piece(&tags, ',');
		struct slice primary = primary_of(piece);
		for (int i = 0; i < LANGUAGE_COUNT; i++)
			if (text_equal_ignoring_case(primary, slice_of(names[i])))
				return (enum language)i;
	}
	return LANGUAGE_EN;
}
