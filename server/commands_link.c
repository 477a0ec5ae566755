/* Commands that print a link: for the first account, and for invitations. */

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/text.h"
#include "chat/setup.h"
#include "commands.h"
#include "operator.h"
#include "protocol/handlers.gen.h"
#include "protocol/inputs.gen.h"

enum {
	HOURS_MAX = 8760,
	USES_MAX = 10000,
	ROOMS_MAX = OPTIONS_EXTRA_MAX,
};

struct invitation {
	int64_t hours; /* 0: the configured life */
	int64_t uses;
	bool guest;
	int64_t rooms[ROOMS_MAX];
	size_t room_count;
};

static void print_url(const struct document *reply, const struct operator_task *task)
{
	struct slice url = document_text(reply, "url");

	(void)task;
	printf("%.*s\n", (int)url.size, url.data);
}

static void run_setup(struct request *r, const struct operator_task *task, int64_t user_id)
{
	(void)task;
	(void)user_id;
	setup_link_create(r);
}

int command_setup_link(struct options *o, const char *const *arguments)
{
	(void)arguments;
	return operator_run(
		&(struct operator_task){ .options = o,
					 .run = run_setup,
					 .print = print_url,
					 .conflict = "there is an account already; see confabd "
						     "invite, user create and user reset" });
}

static void run_invite(struct request *r, const struct operator_task *task, int64_t user_id)
{
	const struct invitation *v = task->details;
	struct invitation_create_input *in = arena_take(r->arena, sizeof(*in));

	(void)user_id;
	*in = (struct invitation_create_input){ .has_hours = v->hours > 0,
						.hours = v->hours,
						.max_uses = v->uses,
						.guest = v->guest,
						.room_ids = v->rooms,
						.room_ids_count = v->room_count };
	invitation_create(r, in);
}

static bool read_number(const char *name, const char *text, int64_t maximum, int64_t *out)
{
	if (!text || text_to_int(slice_of(text), 0, maximum, out))
		return true;
	fprintf(stderr, "confabd: --%s = %s is not a number from 0 to %lld\n", name, text,
		(long long)maximum);
	return false;
}

int command_invite(struct options *o, const char *const *arguments)
{
	struct invitation v = { .guest = options_extra(o, "guest") != NULL };

	(void)arguments;
	if (!read_number("hours", options_extra(o, "hours"), HOURS_MAX, &v.hours) ||
	    !read_number("uses", options_extra(o, "uses"), USES_MAX, &v.uses))
		return EX_USAGE;
	for (int i = 0; i < o->extra_count; i++) {
		if (strcmp(o->extra_names[i], "room") != 0)
			continue;
		if (!read_number("room", o->extra_values[i], INT64_C(1) << 53,
				 &v.rooms[v.room_count++]))
			return EX_USAGE;
	}
	return operator_run(&(struct operator_task){
		.options = o, .run = run_invite, .print = print_url, .details = &v });
}
