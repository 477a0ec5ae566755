/* The command line, from a table. */
#include "options.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialect.h"

enum kind { KIND_TEXT, KIND_NUMBER, KIND_PIDS, KIND_SWITCH };

struct row {
	const char *name;
	enum kind kind;
	size_t field;
	long minimum;
	long maximum;
	const char *help;
};

#define FIELD(name) offsetof(struct options, name)

static const struct row rows[] = {
	{ "--host", KIND_TEXT, FIELD(host), 0, 0, "address of the server (127.0.0.1)" },
	{ "--port", KIND_NUMBER, FIELD(port), 1, 65535, "its port (8888)" },
	{ "--publisher-port", KIND_NUMBER, FIELD(publisher_port), 1, 65535,
	  "where the publisher connects, if not there" },
	{ "--dialect", KIND_TEXT, FIELD(dialect_name), 0, 0,
	  "confab, nchan, ws or socketio (confab)" },
	{ "--mode", KIND_TEXT, FIELD(mode), 0, 0, "fanout, ack, idle or steps (fanout)" },
	{ "--members", KIND_NUMBER, FIELD(members), 0, MEMBERS_MAX, "sockets that listen (1000)" },
	{ "--senders", KIND_NUMBER, FIELD(senders), 1, SENDERS_MAX,
	  "sockets that send; fanout has one (16)" },
	{ "--window", KIND_NUMBER, FIELD(window), 1, WINDOW_MAX,
	  "messages of a sender under way at once (1)" },
	{ "--seconds", KIND_NUMBER, FIELD(seconds), 1, 120, "measured after the warm-up (2)" },
	{ "--settle-ms", KIND_NUMBER, FIELD(settle_ms), 0, 60000,
	  "from the last socket's opening to the first message (0)" },
	{ "--open-limit", KIND_NUMBER, FIELD(open_limit_s), 1, 600,
	  "seconds in which all sockets must be open (60)" },
	{ "--warm-up-ms", KIND_NUMBER, FIELD(warm_up_ms), 0, 60000, "(600)" },
	{ "--drain-ms", KIND_NUMBER, FIELD(drain_ms), 100, 60000,
	  "silence that means loss (12000)" },
	{ "--text", KIND_NUMBER, FIELD(text_bytes), 32, TEXT_BYTES_MAX,
	  "bytes of text in a message (200)" },
	{ "--accounts", KIND_NUMBER, FIELD(accounts), 1, ACCOUNTS_MAX, "accounts signed up (4)" },
	{ "--room", KIND_NUMBER, FIELD(room), 1, 1 << 30, "the room (1)" },
	{ "--pids", KIND_PIDS, 0, 0, 0, "processes of the server: 12,13,14" },
	{ "--self-test", KIND_SWITCH, FIELD(self_test), 0, 0,
	  "against a server of its own, with checks" },
};

_Noreturn static void usage(int status)
{
	FILE *out = status ? stderr : stdout;

	fprintf(out, "fanout_bench: load for a chat server, and what it costs the server\n");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		fprintf(out, "  %-14s %s\n", rows[i].name, rows[i].help);
	exit(status);
}

_Noreturn static void refuse(const struct row *row, const char *value)
{
	fprintf(stderr, "fanout_bench: %s %s: from %ld to %ld\n", row->name, value, row->minimum,
		row->maximum);
	exit(64);
}

static int number(const struct row *row, const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end == text || *end || value < row->minimum || value > row->maximum)
		refuse(row, text);
	return (int)value;
}

static void read_pids(struct options *o, const char *text)
{
	while (*text && o->pid_count < PIDS_MAX) {
		char *end;
		long pid = strtol(text, &end, 10);
		if (end == text || pid < 1 || pid > 1 << 30)
			usage(64);
		o->pids[o->pid_count++] = (int)pid;
		text = *end == ',' ? end + 1 : end;
	}
}

static void set(struct options *o, const struct row *row, const char *value)
{
	char *field = (char *)o + row->field;

	switch (row->kind) {
	case KIND_TEXT:
		*(const char **)(void *)field = value;
		break;
	case KIND_NUMBER:
		*(int *)(void *)field = number(row, value);
		break;
	case KIND_PIDS:
		read_pids(o, value);
		break;
	case KIND_SWITCH:
		*(bool *)(void *)field = true;
		break;
	}
}

static const struct row *find(const char *name)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	usage(strcmp(name, "--help") == 0 ? 0 : 64);
}

void options_read(struct options *o, int count, char **words)
{
	*o = (struct options){ .host = "127.0.0.1",
			       .mode = "fanout",
			       .dialect_name = "confab",
			       .port = 8888,
			       .members = 1000,
			       .senders = 16,
			       .window = 1,
			       .seconds = 2,
			       .warm_up_ms = 600,
			       .open_limit_s = 60,
			       .drain_ms = 12000,
			       .text_bytes = 200,
			       .accounts = 4,
			       .room = 1 };
	for (int i = 1; i < count; i++) {
		const struct row *row = find(words[i]);
		if (row->kind != KIND_SWITCH && i + 1 == count)
			usage(64);
		set(o, row, row->kind == KIND_SWITCH ? "" : words[++i]);
	}
	o->dialect = dialect_find(o->dialect_name);
	if (!o->dialect)
		usage(64);
}
