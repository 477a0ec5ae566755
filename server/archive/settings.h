#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* A person's own settings, with the defaults where nothing was stored. */
struct settings_row {
	int theme;   /* SETTINGS_VIEW_THEME_… */
	int density; /* SETTINGS_VIEW_DENSITY_… */
	struct slice language;
	bool show_typing;
	bool show_read;
	bool show_presence;
	bool message_sound;
	bool online_change_sound;
	bool embedded_youtube;
	bool highlight_code;
	bool suggestions;
	bool enter_sends;
	int64_t emoji_skin;
};
