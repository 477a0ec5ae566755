/* How settings and descriptors travel from the supervisor to the processes it executes. */

#include "environment.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

struct environment {
	char **entries; /* NULL-terminated, each ours */
	size_t count;
};

static const char *const withheld[] = { "CONFAB_", "NOTIFY_SOCKET=", "WATCHDOG_", "LISTEN_" };

static bool is_withheld(const char *entry);
static void add(struct environment *e, char *entry);

struct environment *environment_new(const struct config *c)
{
	struct environment *e = memory_zero(1, sizeof(*e));
	struct buffer settings = { 0 };

	e->entries = memory_zero(1, sizeof(*e->entries));
	for (char **entry = environ; entry && *entry; entry++)
		if (!is_withheld(*entry))
			add(e, memory_text(*entry));
	if (c)
		config_write_environment(c, &settings);
	for (size_t at = 0; at < settings.size; at += strlen(settings.data + at) + 1)
		add(e, memory_text(settings.data + at));
	buffer_clear(&settings);
	return e;
}

static bool is_withheld(const char *entry)
{
	for (size_t i = 0; i < sizeof(withheld) / sizeof(withheld[0]); i++)
		if (strncmp(entry, withheld[i], strlen(withheld[i])) == 0)
			return true;
	return false;
}

static void add(struct environment *e, char *entry)
{
	e->entries = memory_grow(e->entries, (e->count + 2) * sizeof(*e->entries));
	e->entries[e->count++] = entry;
	e->entries[e->count] = NULL;
}

void environment_free(struct environment *e)
{
	for (size_t i = 0; e && i < e->count; i++)
		memory_free(e->entries[i]);
	if (e)
		memory_free(e->entries);
	memory_free(e);
}

void environment_set(struct environment *e, const char *name, const char *value)
{
	struct buffer entry = { 0 };
	size_t size = strlen(name);

	buffer_format(&entry, "%s=%s", name, value);
	buffer_append_byte(&entry, '\0');
	for (size_t i = 0; i < e->count; i++) {
		if (strncmp(e->entries[i], name, size) == 0 && e->entries[i][size] == '=') {
			memory_free(e->entries[i]);
			e->entries[i] = memory_text(entry.data);
			buffer_clear(&entry);
			return;
		}
	}
	add(e, memory_text(entry.data));
	buffer_clear(&entry);
}

void environment_set_int(struct environment *e, const char *name, int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	environment_set(e, name, text);
}

char *const *environment_entries(const struct environment *e)
{
	return e->entries;
}
