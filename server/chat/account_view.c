/* People as they are shown. */
#include "chat/account_view.h"

#include "base/states.h"
#include "chat/chat.h"
#include "protocol/encode.gen.h"
#include "protocol/handlers.gen.h"

struct user_view user_view_of(const struct account_row *account)
{
	return (struct user_view){
		.user_id = account->user_id,
		.name = account->name,
		.display_name = account->display_name,
		.sex = account->sex,
		.has_image = account->image.data != NULL,
		.image = account->image,
		.role = account->role,
		.bot = account->bot,
		.has_status_emoji = account->status_emoji.data != NULL,
		.status_emoji = account->status_emoji,
		.has_status_text = account->status_text.data != NULL,
		.status_text = account->status_text,
	};
}

void change_row_set_person(struct change_row *row, const struct account_row *account)
{
	row->user_name = account->name;
	row->display_name = account->display_name;
	row->sex = account->sex;
	row->role = account->role;
	row->image = account->image;
	row->bot = account->bot;
	row->status_emoji = account->status_emoji;
	row->status_text = account->status_text;
}

static void account_views_read(void *owner, enum error e, void *rows, size_t count);

void account_views(struct request *r, const struct account_views_input *in)
{
	struct read read = { r->arena, account_views_read, r };
	accounts_visible(chat()->archive, read, r->user_id, in->user_ids, in->user_ids_count);
}

static void account_views_read(void *owner, enum error e, void *rows, size_t count)
{
	struct request *r = owner;
	if (e) {
		request_fail(r, e);
		return;
	}
	const struct account_row *accounts = rows;
	struct user_view *views = arena_take(r->arena, (count + 1) * sizeof(*views));
	for (size_t i = 0; i < count; i++)
		views[i] = user_view_of(&accounts[i]);
	struct account_views_reply reply = { .users = views, .users_count = count };
	account_views_answer(r, &reply);
}
