/* Commands about people: what an administrator does in the client, for the operator. */

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/states.h"
#include "chat/sign_in_link.h"
#include "commands.h"
#include "operator.h"
#include "protocol/handlers.gen.h"
#include "protocol/inputs.gen.h"
#include "secret.h"

/* `details` of a task that sets a state or a role. */
struct change {
	int value;
	const char *text; /* what is printed behind the name */
};

static void print_change(const struct document *reply, const struct operator_task *task)
{
	const struct change *change = task->details;

	(void)reply;
	printf("%s %s\n", task->user_name, change->text);
}

/* ---- create ---- */

struct creation {
	const char *name;
	const char *display_name; /* NULL: none */
	int role;
	struct slice password; /* {NULL, 0}: a link instead */
};

static void run_create(struct request *r, const struct operator_task *task, int64_t user_id)
{
	const struct creation *c = task->details;
	struct account_create_input *in = arena_take(r->arena, sizeof(*in));

	(void)user_id;
	*in = (struct account_create_input){ .name = slice_of(c->name),
					     .has_password = c->password.data != NULL,
					     .password = c->password,
					     .has_display_name = c->display_name != NULL,
					     .display_name = slice_of(c->display_name),
					     .role = c->role };
	account_create(r, in);
}

static void print_create(const struct document *reply, const struct operator_task *task)
{
	const struct creation *c = task->details;
	struct slice url = document_text(reply, "url");

	if (url.data)
		printf("%.*s\n", (int)url.size, url.data);
	else
		printf("%s is created\n", c->name);
}

int command_user_create(struct options *o, const char *const *arguments)
{
	const char *role = options_extra(o, "role");
	struct creation c = { .name = arguments[0],
			      .display_name = options_extra(o, "display_name") };
	struct operator_task task = {
		.options = o, .run = run_create, .print = print_create, .details = &c
	};
	char password[SECRET_MAX + 1];
	int exit_code;

	c.role = role ? state_number("ROLE", role) : ROLE_MEMBER;
	if (c.role < 0) {
		fprintf(stderr, "confabd: --role %s is not member, administrator or guest\n", role);
		return EX_USAGE;
	}
	if (options_extra(o, "password")) {
		if (!secret_ask("Password: ", password))
			return EX_DATAERR;
		c.password = slice_of(password);
	}
	exit_code = operator_run(&task);
	secret_wipe(password);
	return exit_code;
}

/* ---- password, reset ---- */

static void run_password(struct request *r, const struct operator_task *task, int64_t user_id)
{
	struct account_set_password_input *in = arena_take(r->arena, sizeof(*in));

	*in = (struct account_set_password_input){ .user_id = user_id,
						   .password = slice_of(task->details) };
	account_set_password(r, in);
}

static void print_password(const struct document *reply, const struct operator_task *task)
{
	(void)reply;
	printf("%s has a new password; their sessions have ended\n", task->user_name);
}

int command_user_password(struct options *o, const char *const *arguments)
{
	char password[SECRET_MAX + 1];
	struct operator_task task = { .options = o,
				      .user_name = arguments[0],
				      .run = run_password,
				      .print = print_password,
				      .details = password };
	int exit_code;

	if (!secret_ask("New password: ", password))
		return EX_DATAERR;
	exit_code = operator_run(&task);
	secret_wipe(password);
	return exit_code;
}

static void run_reset(struct request *r, const struct operator_task *task, int64_t user_id)
{
	struct reset_create_input *in = arena_take(r->arena, sizeof(*in));

	(void)task;
	in->user_id = user_id;
	reset_create(r, in);
}

static void print_url(const struct document *reply, const struct operator_task *task)
{
	struct slice url = document_text(reply, "url");

	(void)task;
	printf("%.*s\n", (int)url.size, url.data);
}

int command_user_reset(struct options *o, const char *const *arguments)
{
	return operator_run(&(struct operator_task){
		.options = o, .user_name = arguments[0], .run = run_reset, .print = print_url });
}

static void run_sign_in_link(struct request *r, const struct operator_task *task, int64_t user_id)
{
	(void)task;
	sign_in_link_create(r, user_id);
}

int command_user_sign_in_link(struct options *o, const char *const *arguments)
{
	return operator_run(&(struct operator_task){ .options = o,
						     .user_name = arguments[0],
						     .run = run_sign_in_link,
						     .print = print_url });
}

/* ---- state, role ---- */

static void run_state(struct request *r, const struct operator_task *task, int64_t user_id)
{
	const struct change *change = task->details;
	struct account_set_state_input *in = arena_take(r->arena, sizeof(*in));

	*in = (struct account_set_state_input){ .user_id = user_id, .state = change->value };
	account_set_state(r, in);
}

static int set_state(struct options *o, const char *name, const struct change *change)
{
	return operator_run(&(struct operator_task){ .options = o,
						     .user_name = name,
						     .run = run_state,
						     .print = print_change,
						     .details = change });
}

int command_user_disable(struct options *o, const char *const *arguments)
{
	return set_state(o, arguments[0],
			 &(struct change){ ACCOUNT_SET_STATE_STATE_DISABLED, "is disabled" });
}

int command_user_enable(struct options *o, const char *const *arguments)
{
	return set_state(o, arguments[0],
			 &(struct change){ ACCOUNT_SET_STATE_STATE_ACTIVE, "is active" });
}

static void run_role(struct request *r, const struct operator_task *task, int64_t user_id)
{
	const struct change *change = task->details;
	struct account_set_role_input *in = arena_take(r->arena, sizeof(*in));

	*in = (struct account_set_role_input){ .user_id = user_id, .role = change->value };
	account_set_role(r, in);
}

int command_user_admin(struct options *o, const char *const *arguments)
{
	const struct change given = { ACCOUNT_SET_ROLE_ROLE_ADMINISTRATOR, "is an administrator" };
	const struct change taken = { ACCOUNT_SET_ROLE_ROLE_MEMBER, "is a member" };
	const struct change *change = options_extra(o, "revoke") ? &taken : &given;

	return operator_run(&(struct operator_task){ .options = o,
						     .user_name = arguments[0],
						     .run = run_role,
						     .print = print_change,
						     .details = change });
}
