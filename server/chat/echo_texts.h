#pragma once

#include "base/language.h"

/* What Echo says of itself, in Markdown. */
struct echo_texts {
	const char *welcome; /* pinned in room 1 when the first administrator comes */
	const char *hello;   /* when somebody opens a direct room with Echo */
	const char *help;
	const char *later;
};

const struct echo_texts *echo_texts(enum language language);
