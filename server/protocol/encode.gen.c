#include "protocol/encode.gen.h"

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit. */

#include "base/check.h"
#include "protocol/json.h"

#define LITERAL(out, text) buffer_append((out), (text), sizeof(text) - 1)
#define SLICE_INIT(text) { (text), sizeof(text) - 1 }

static const struct slice words_user_view_sex[] = {
	SLICE_INIT("\"Secret\""),
	SLICE_INIT("\"Male\""),
	SLICE_INIT("\"Female\""),
};
static const struct slice words_user_view_role[] = {
	SLICE_INIT("\"member\""),
	SLICE_INIT("\"administrator\""),
	SLICE_INIT("\"guest\""),
};
static const struct slice words_account_view_role[] = {
	SLICE_INIT("\"member\""),
	SLICE_INIT("\"administrator\""),
	SLICE_INIT("\"guest\""),
};
static const struct slice words_account_view_state[] = {
	SLICE_INIT("\"active\""),
	SLICE_INIT("\"pending\""),
	SLICE_INIT("\"disabled\""),
};
static const struct slice words_profile_view_sex[] = {
	SLICE_INIT("\"Secret\""),
	SLICE_INIT("\"Male\""),
	SLICE_INIT("\"Female\""),
};
static const struct slice words_profile_view_role[] = {
	SLICE_INIT("\"member\""),
	SLICE_INIT("\"administrator\""),
	SLICE_INIT("\"guest\""),
};
static const struct slice words_settings_view_theme[] = {
	SLICE_INIT("\"system\""),
	SLICE_INIT("\"light\""),
	SLICE_INIT("\"dark\""),
};
static const struct slice words_settings_view_density[] = {
	SLICE_INIT("\"comfortable\""),
	SLICE_INIT("\"compact\""),
};
static const struct slice words_message_view_status[] = {
	SLICE_INIT("\"on_server\""),
	SLICE_INIT("\"received\""),
	SLICE_INIT("\"read\""),
};
static const struct slice words_person_presence_presence[] = {
	SLICE_INIT("\"online\""),
	SLICE_INIT("\"away\""),
	SLICE_INIT("\"offline\""),
};
static const struct slice words_room_view_notify[] = {
	SLICE_INIT("\"nothing\""),
	SLICE_INIT("\"all\""),
	SLICE_INIT("\"mentions\""),
};
static const struct slice words_account_set_state_state[] = {
	SLICE_INIT("\"active\""),
	SLICE_INIT("\"pending\""),
	SLICE_INIT("\"disabled\""),
};
static const struct slice words_account_set_role_role[] = {
	SLICE_INIT("\"member\""),
	SLICE_INIT("\"administrator\""),
	SLICE_INIT("\"guest\""),
};
static const struct slice words_status_get_registration[] = {
	SLICE_INIT("\"invite\""),
	SLICE_INIT("\"open\""),
	SLICE_INIT("\"approval\""),
	SLICE_INIT("\"closed\""),
};
static const struct slice words_account_register_state[] = {
	SLICE_INIT("\"active\""),
	SLICE_INIT("\"pending\""),
	SLICE_INIT("\"disabled\""),
};
static const struct slice words_member_changed_notify[] = {
	SLICE_INIT("\"nothing\""),
	SLICE_INIT("\"all\""),
	SLICE_INIT("\"mentions\""),
};

static inline struct slice word(const struct slice *words, int count, int index)
{
	ASSERT(index >= 0 && index < count);
	return words[index];
}

static void answer_route(struct request *r, struct buffer *out)
{
	request_reply(r, buffer_slice(out));
	buffer_clear(out);
}

/* Closes the object with the number of the request that it answers. */
static void answer_socket(struct request *r, struct buffer *out)
{
	if (r->has_cb_id) {
		LITERAL(out, ",\"cbId\":");
		json_int(out, r->cb_id);
	}
	buffer_append_byte(out, '}');
	answer_route(r, out);
}

void user_view_encode(struct buffer *out, const struct user_view *view)
{
	LITERAL(out, "{\"userId\":");
	json_int(out, view->user_id);
	LITERAL(out, ",\"user\":");
	json_text(out, view->name);
	LITERAL(out, ",\"displayName\":");
	json_text(out, view->display_name);
	LITERAL(out, ",\"sex\":");
	json_raw(out, word(words_user_view_sex, 3, view->sex));
	LITERAL(out, ",\"userImage\":");
	if (view->has_image)
		json_text(out, view->image);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"role\":");
	json_raw(out, word(words_user_view_role, 3, view->role));
	LITERAL(out, ",\"bot\":");
	json_bool(out, view->bot);
	LITERAL(out, ",\"statusEmoji\":");
	if (view->has_status_emoji)
		json_text(out, view->status_emoji);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"statusText\":");
	if (view->has_status_text)
		json_text(out, view->status_text);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
}

void session_view_encode(struct buffer *out, const struct session_view *view)
{
	LITERAL(out, "{\"sessionId\":");
	json_int(out, view->id);
	LITERAL(out, ",\"created\":");
	json_int(out, view->created_ms);
	LITERAL(out, ",\"lastSeen\":");
	json_int(out, view->last_seen_ms);
	LITERAL(out, ",\"agent\":");
	json_text(out, view->agent);
	LITERAL(out, ",\"address\":");
	json_text(out, view->address);
	LITERAL(out, ",\"current\":");
	json_bool(out, view->current);
	LITERAL(out, "}");
}

void account_view_encode(struct buffer *out, const struct account_view *view)
{
	LITERAL(out, "{\"userId\":");
	json_int(out, view->user_id);
	LITERAL(out, ",\"user\":");
	json_text(out, view->name);
	LITERAL(out, ",\"displayName\":");
	json_text(out, view->display_name);
	LITERAL(out, ",\"email\":");
	if (view->has_email)
		json_text(out, view->email);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"role\":");
	json_raw(out, word(words_account_view_role, 3, view->role));
	LITERAL(out, ",\"state\":");
	json_raw(out, word(words_account_view_state, 3, view->state));
	LITERAL(out, ",\"created\":");
	json_int(out, view->created_ms);
	LITERAL(out, "}");
}

void profile_view_encode(struct buffer *out, const struct profile_view *view)
{
	LITERAL(out, "{\"userId\":");
	json_int(out, view->user_id);
	LITERAL(out, ",\"user\":");
	json_text(out, view->name);
	LITERAL(out, ",\"displayName\":");
	json_text(out, view->display_name);
	LITERAL(out, ",\"name\":");
	if (view->has_given_name)
		json_text(out, view->given_name);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"surname\":");
	if (view->has_surname)
		json_text(out, view->surname);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"city\":");
	if (view->has_city)
		json_text(out, view->city);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"contacts\":");
	if (view->has_contacts)
		json_text(out, view->contacts);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"birthday\":");
	if (view->has_birthday)
		json_text(out, view->birthday);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"sex\":");
	json_raw(out, word(words_profile_view_sex, 3, view->sex));
	LITERAL(out, ",\"email\":");
	if (view->has_email)
		json_text(out, view->email);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"userImage\":");
	if (view->has_image)
		json_text(out, view->image);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"statusEmoji\":");
	if (view->has_status_emoji)
		json_text(out, view->status_emoji);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"statusText\":");
	if (view->has_status_text)
		json_text(out, view->status_text);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"statusUntil\":");
	json_int(out, view->status_until_ms);
	LITERAL(out, ",\"role\":");
	json_raw(out, word(words_profile_view_role, 3, view->role));
	LITERAL(out, ",\"bot\":");
	json_bool(out, view->bot);
	LITERAL(out, ",\"created\":");
	json_int(out, view->created_ms);
	LITERAL(out, "}");
}

void settings_view_encode(struct buffer *out, const struct settings_view *view)
{
	LITERAL(out, "{\"theme\":");
	json_raw(out, word(words_settings_view_theme, 3, view->theme));
	LITERAL(out, ",\"density\":");
	json_raw(out, word(words_settings_view_density, 2, view->density));
	LITERAL(out, ",\"language\":");
	json_text(out, view->language);
	LITERAL(out, ",\"showWhenITyping\":");
	json_bool(out, view->show_typing);
	LITERAL(out, ",\"showRead\":");
	json_bool(out, view->show_read);
	LITERAL(out, ",\"showPresence\":");
	json_bool(out, view->show_presence);
	LITERAL(out, ",\"messageSound\":");
	json_bool(out, view->message_sound);
	LITERAL(out, ",\"onlineChangeSound\":");
	json_bool(out, view->online_change_sound);
	LITERAL(out, ",\"embeddedYoutube\":");
	json_bool(out, view->embedded_youtube);
	LITERAL(out, ",\"highlightCode\":");
	json_bool(out, view->highlight_code);
	LITERAL(out, ",\"suggestions\":");
	json_bool(out, view->suggestions);
	LITERAL(out, ",\"enterSends\":");
	json_bool(out, view->enter_sends);
	LITERAL(out, ",\"emojiSkin\":");
	json_int(out, view->emoji_skin);
	LITERAL(out, "}");
}

void group_view_encode(struct buffer *out, const struct group_view *view)
{
	LITERAL(out, "{\"channelId\":");
	json_int(out, view->group_id);
	LITERAL(out, ",\"channelName\":");
	json_text(out, view->name);
	LITERAL(out, ",\"channelCreatorId\":");
	if (view->has_creator_id)
		json_int(out, view->creator_id);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
}

void invitation_view_encode(struct buffer *out, const struct invitation_view *view)
{
	LITERAL(out, "{\"invitationId\":");
	json_int(out, view->id);
	LITERAL(out, ",\"created\":");
	json_int(out, view->created_ms);
	LITERAL(out, ",\"expires\":");
	json_int(out, view->expires_ms);
	LITERAL(out, ",\"uses\":");
	json_int(out, view->uses);
	LITERAL(out, ",\"maxUses\":");
	json_int(out, view->max_uses);
	LITERAL(out, ",\"guest\":");
	json_bool(out, view->guest);
	LITERAL(out, ",\"roomIds\":");
	json_ints(out, view->room_ids, view->room_ids_count);
	LITERAL(out, "}");
}

void reader_encode(struct buffer *out, const struct reader *view)
{
	LITERAL(out, "{\"userId\":");
	json_int(out, view->user_id);
	LITERAL(out, ",\"readSeq\":");
	json_int(out, view->read_seq);
	LITERAL(out, "}");
}

void draft_view_encode(struct buffer *out, const struct draft_view *view)
{
	LITERAL(out, "{\"roomId\":");
	json_int(out, view->room_id);
	LITERAL(out, ",\"threadId\":");
	if (view->has_thread_id)
		json_int(out, view->thread_id);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"content\":");
	json_text(out, view->content);
	LITERAL(out, ",\"time\":");
	json_int(out, view->time_ms);
	LITERAL(out, "}");
}

void message_view_encode(struct buffer *out, const struct message_view *view)
{
	LITERAL(out, "{\"id\":");
	json_int(out, view->id);
	LITERAL(out, ",\"roomId\":");
	json_int(out, view->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, view->seq);
	LITERAL(out, ",\"number\":");
	json_int(out, view->number);
	LITERAL(out, ",\"userId\":");
	json_int(out, view->user_id);
	LITERAL(out, ",\"time\":");
	json_int(out, view->time_ms);
	LITERAL(out, ",\"content\":");
	if (view->has_content)
		json_text(out, view->content);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"clientId\":");
	json_text(out, view->client_id);
	LITERAL(out, ",\"status\":");
	json_raw(out, word(words_message_view_status, 3, view->status));
	LITERAL(out, ",\"edited\":");
	json_int(out, view->edited_ms);
	LITERAL(out, ",\"deleted\":");
	json_bool(out, view->deleted);
	LITERAL(out, ",\"threadMessagesCount\":");
	json_int(out, view->replies);
	LITERAL(out, ",\"lastReply\":");
	json_int(out, view->last_reply_ms);
	LITERAL(out, ",\"parentMessage\":");
	if (view->has_parent_message)
		json_int(out, view->parent_message);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"quotedMessage\":");
	if (view->has_quoted_message)
		json_int(out, view->quoted_message);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"pinned\":");
	json_bool(out, view->pinned);
	LITERAL(out, ",\"tags\":");
	json_raw(out, view->tags);
	LITERAL(out, ",\"reactions\":");
	json_raw(out, view->reactions);
	LITERAL(out, "}");
}

void message_version_encode(struct buffer *out, const struct message_version *view)
{
	LITERAL(out, "{\"content\":");
	json_text(out, view->content);
	LITERAL(out, ",\"tags\":");
	json_raw(out, view->tags);
	LITERAL(out, ",\"until\":");
	json_int(out, view->until_ms);
	LITERAL(out, "}");
}

void person_presence_encode(struct buffer *out, const struct person_presence *view)
{
	LITERAL(out, "{\"userId\":");
	json_int(out, view->user_id);
	LITERAL(out, ",\"presence\":");
	json_raw(out, word(words_person_presence_presence, 3, view->presence));
	LITERAL(out, ",\"lastSeen\":");
	if (view->has_last_seen_ms)
		json_int(out, view->last_seen_ms);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
}

void room_view_encode(struct buffer *out, const struct room_view *view)
{
	LITERAL(out, "{\"roomId\":");
	json_int(out, view->room_id);
	LITERAL(out, ",\"name\":");
	if (view->has_name)
		json_text(out, view->name);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"channelId\":");
	if (view->has_group_id)
		json_int(out, view->group_id);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"roomCreatorId\":");
	if (view->has_creator_id)
		json_int(out, view->creator_id);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"isMainInChannel\":");
	json_bool(out, view->is_main);
	LITERAL(out, ",\"isOpen\":");
	json_bool(out, view->is_open);
	LITERAL(out, ",\"isVisible\":");
	json_bool(out, view->is_visible);
	LITERAL(out, ",\"isReadOnly\":");
	json_bool(out, view->is_read_only);
	LITERAL(out, ",\"notifications\":");
	json_bool(out, view->notifications);
	LITERAL(out, ",\"notify\":");
	json_raw(out, word(words_room_view_notify, 3, view->notify));
	LITERAL(out, ",\"p2p\":");
	json_bool(out, view->p2p);
	LITERAL(out, ",\"volume\":");
	json_int(out, view->volume);
	LITERAL(out, ",\"users\":");
	json_ints(out, view->users, view->users_count);
	LITERAL(out, ",\"memberCount\":");
	json_int(out, view->member_count);
	LITERAL(out, ",\"seq\":");
	json_int(out, view->seq);
	LITERAL(out, ",\"epoch\":");
	json_int(out, view->epoch);
	LITERAL(out, ",\"unread\":");
	json_int(out, view->unread);
	LITERAL(out, ",\"mentions\":");
	json_int(out, view->mentions);
	LITERAL(out, ",\"readSeq\":");
	json_int(out, view->read_seq);
	LITERAL(out, ",\"hidden\":");
	json_bool(out, view->hidden);
	LITERAL(out, "}");
}

void listed_room_encode(struct buffer *out, const struct listed_room *view)
{
	LITERAL(out, "{\"roomId\":");
	json_int(out, view->room_id);
	LITERAL(out, ",\"name\":");
	json_text(out, view->name);
	LITERAL(out, ",\"channelId\":");
	json_int(out, view->group_id);
	LITERAL(out, ",\"memberCount\":");
	json_int(out, view->member_count);
	LITERAL(out, ",\"joined\":");
	json_bool(out, view->joined);
	LITERAL(out, ",\"channelName\":");
	json_text(out, view->group_name);
	LITERAL(out, ",\"isMainInChannel\":");
	json_bool(out, view->is_main);
	LITERAL(out, ",\"isReadOnly\":");
	json_bool(out, view->is_read_only);
	LITERAL(out, "}");
}

void stream_changes_encode(struct buffer *out, const struct stream_changes *view)
{
	const size_t start = out->size;

	if (view->has_room_id) {
		LITERAL(out, ",\"roomId\":");
		json_int(out, view->room_id);
	}
	if (view->has_user_id) {
		LITERAL(out, ",\"userId\":");
		json_int(out, view->user_id);
	}
	LITERAL(out, ",\"changes\":");
	json_raw(out, view->changes);
	LITERAL(out, ",\"seq\":");
	json_int(out, view->seq);
	LITERAL(out, ",\"head\":");
	json_int(out, view->head);
	LITERAL(out, ",\"epoch\":");
	json_int(out, view->epoch);
	LITERAL(out, ",\"resync\":");
	json_bool(out, view->resync);
	json_object_end(out, start);
}

void room_shared_encode(struct buffer *out, const struct room_shared *view)
{
	LITERAL(out, "{\"roomId\":");
	json_int(out, view->room_id);
	LITERAL(out, ",\"name\":");
	if (view->has_name)
		json_text(out, view->name);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"channelId\":");
	if (view->has_group_id)
		json_int(out, view->group_id);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"roomCreatorId\":");
	if (view->has_creator_id)
		json_int(out, view->creator_id);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"isMainInChannel\":");
	json_bool(out, view->is_main);
	LITERAL(out, ",\"isOpen\":");
	json_bool(out, view->is_open);
	LITERAL(out, ",\"isVisible\":");
	json_bool(out, view->is_visible);
	LITERAL(out, ",\"isReadOnly\":");
	json_bool(out, view->is_read_only);
	LITERAL(out, ",\"p2p\":");
	json_bool(out, view->p2p);
	LITERAL(out, "}");
}

void room_member_view_encode(struct buffer *out, const struct room_member_view *view)
{
	LITERAL(out, "{\"user\":");
	user_view_encode(out, view->user);
	LITERAL(out, ",\"isModerator\":");
	json_bool(out, view->is_moderator);
	LITERAL(out, ",\"joined\":");
	json_int(out, view->joined_ms);
	LITERAL(out, "}");
}

void session_ping_answer(struct request *r, const struct session_ping_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"action\":\"pong\",\"handler\":\"void\",\"time\":");
	if (reply->has_time_ms)
		json_int(out, reply->time_ms);
	else
		LITERAL(out, "null");
	answer_socket(r, out);
}

void account_views_answer(struct request *r, const struct account_views_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"users\":[");
	for (size_t i = 0; i < reply->users_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		user_view_encode(out, &reply->users[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void session_list_answer(struct request *r, const struct session_list_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"sessions\":[");
	for (size_t i = 0; i < reply->sessions_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		session_view_encode(out, &reply->sessions[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void session_revoke_answer(struct request *r, const struct session_revoke_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"sessionId\":");
	json_int(out, reply->session_id);
	answer_socket(r, out);
}

void account_rename_answer(struct request *r, const struct account_rename_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"displayName\":");
	json_text(out, reply->display_name);
	answer_socket(r, out);
}

void account_list_answer(struct request *r, const struct account_list_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"accounts\":[");
	for (size_t i = 0; i < reply->accounts_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		account_view_encode(out, &reply->accounts[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void account_create_answer(struct request *r, const struct account_create_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"userId\":");
	json_int(out, reply->user_id);
	LITERAL(out, ",\"url\":");
	if (reply->has_url)
		json_text(out, reply->url);
	else
		LITERAL(out, "null");
	answer_socket(r, out);
}

void account_set_password_answer(struct request *r, const struct account_set_password_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"userId\":");
	json_int(out, reply->user_id);
	answer_socket(r, out);
}

void reset_create_answer(struct request *r, const struct reset_create_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"userId\":");
	json_int(out, reply->user_id);
	LITERAL(out, ",\"url\":");
	json_text(out, reply->url);
	LITERAL(out, ",\"expires\":");
	json_int(out, reply->expires_ms);
	answer_socket(r, out);
}

void account_set_state_answer(struct request *r, const struct account_set_state_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"userId\":");
	json_int(out, reply->user_id);
	LITERAL(out, ",\"state\":");
	json_raw(out, word(words_account_set_state_state, 3, reply->state));
	answer_socket(r, out);
}

void account_set_role_answer(struct request *r, const struct account_set_role_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"userId\":");
	json_int(out, reply->user_id);
	LITERAL(out, ",\"role\":");
	json_raw(out, word(words_account_set_role_role, 3, reply->role));
	answer_socket(r, out);
}

void account_search_answer(struct request *r, const struct account_search_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"users\":[");
	for (size_t i = 0; i < reply->users_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		user_view_encode(out, &reply->users[i]);
	}
	LITERAL(out, "],\"more\":");
	json_bool(out, reply->more);
	answer_socket(r, out);
}

void profile_get_answer(struct request *r, const struct profile_get_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"profile\":");
	profile_view_encode(out, reply->profile);
	answer_socket(r, out);
}

void profile_set_answer(struct request *r, const struct profile_set_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"profile\":");
	profile_view_encode(out, reply->profile);
	answer_socket(r, out);
}

void profile_set_status_answer(struct request *r, const struct profile_set_status_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"profile\":");
	profile_view_encode(out, reply->profile);
	answer_socket(r, out);
}

void settings_set_answer(struct request *r, const struct settings_set_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"settings\":");
	settings_view_encode(out, reply->settings);
	answer_socket(r, out);
}

void group_add_answer(struct request *r, const struct group_add_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"channelId\":");
	json_int(out, reply->group_id);
	LITERAL(out, ",\"roomId\":");
	json_int(out, reply->room_id);
	answer_socket(r, out);
}

void group_save_answer(struct request *r, const struct group_save_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"channelId\":");
	json_int(out, reply->group_id);
	answer_socket(r, out);
}

void group_leave_answer(struct request *r, const struct group_leave_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"channelId\":");
	json_int(out, reply->group_id);
	answer_socket(r, out);
}

void group_delete_answer(struct request *r, const struct group_delete_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"channelId\":");
	json_int(out, reply->group_id);
	LITERAL(out, ",\"roomIds\":");
	json_ints(out, reply->room_ids, reply->room_ids_count);
	answer_socket(r, out);
}

void invitation_create_answer(struct request *r, const struct invitation_create_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"invitationId\":");
	json_int(out, reply->id);
	LITERAL(out, ",\"token\":");
	json_text(out, reply->token);
	LITERAL(out, ",\"url\":");
	json_text(out, reply->url);
	LITERAL(out, ",\"expires\":");
	json_int(out, reply->expires_ms);
	answer_socket(r, out);
}

void invitation_list_answer(struct request *r, const struct invitation_list_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"invitations\":[");
	for (size_t i = 0; i < reply->invitations_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		invitation_view_encode(out, &reply->invitations[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void invitation_revoke_answer(struct request *r, const struct invitation_revoke_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"invitationId\":");
	json_int(out, reply->id);
	answer_socket(r, out);
}

void member_read_answer(struct request *r, const struct member_read_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"readSeq\":");
	json_int(out, reply->read_seq);
	LITERAL(out, ",\"unread\":");
	json_int(out, reply->unread);
	LITERAL(out, ",\"mentions\":");
	json_int(out, reply->mentions);
	LITERAL(out, ",\"countedSeq\":");
	json_int(out, reply->counted_seq);
	answer_socket(r, out);
}

void member_unread_answer(struct request *r, const struct member_unread_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"readSeq\":");
	json_int(out, reply->read_seq);
	LITERAL(out, ",\"unread\":");
	json_int(out, reply->unread);
	LITERAL(out, ",\"mentions\":");
	json_int(out, reply->mentions);
	LITERAL(out, ",\"countedSeq\":");
	json_int(out, reply->counted_seq);
	answer_socket(r, out);
}

void member_readers_answer(struct request *r, const struct member_readers_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"readers\":[");
	for (size_t i = 0; i < reply->readers_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		reader_encode(out, &reply->readers[i]);
	}
	LITERAL(out, "],\"memberCount\":");
	json_int(out, reply->member_count);
	answer_socket(r, out);
}

void member_draft_answer(struct request *r, const struct member_draft_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	answer_socket(r, out);
}

void member_drafts_answer(struct request *r, const struct member_drafts_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"drafts\":[");
	for (size_t i = 0; i < reply->drafts_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		draft_view_encode(out, &reply->drafts[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void message_send_answer(struct request *r, const struct message_send_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"action\":\"messageStored\",\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"clientId\":");
	json_text(out, reply->client_id);
	LITERAL(out, ",\"id\":");
	json_int(out, reply->id);
	LITERAL(out, ",\"seq\":");
	json_int(out, reply->seq);
	LITERAL(out, ",\"time\":");
	json_int(out, reply->time_ms);
	answer_socket(r, out);
}

void message_load_answer(struct request *r, const struct message_load_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"content\":[");
	for (size_t i = 0; i < reply->content_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		message_view_encode(out, &reply->content[i]);
	}
	LITERAL(out, "],\"atStart\":");
	json_bool(out, reply->at_start);
	LITERAL(out, ",\"atEnd\":");
	json_bool(out, reply->at_end);
	answer_socket(r, out);
}

void message_find_answer(struct request *r, const struct message_find_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"content\":[");
	for (size_t i = 0; i < reply->content_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		message_view_encode(out, &reply->content[i]);
	}
	LITERAL(out, "],\"rest\":");
	json_ints(out, reply->rest, reply->rest_count);
	answer_socket(r, out);
}

void message_edit_answer(struct request *r, const struct message_edit_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"id\":");
	json_int(out, reply->message_id);
	LITERAL(out, ",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"edited\":");
	json_int(out, reply->edited_ms);
	LITERAL(out, ",\"deleted\":");
	json_bool(out, reply->deleted);
	answer_socket(r, out);
}

void message_history_answer(struct request *r, const struct message_history_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"id\":");
	json_int(out, reply->message_id);
	LITERAL(out, ",\"versions\":[");
	for (size_t i = 0; i < reply->versions_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		message_version_encode(out, &reply->versions[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void message_react_answer(struct request *r, const struct message_react_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"id\":");
	json_int(out, reply->message_id);
	LITERAL(out, ",\"emoji\":");
	json_text(out, reply->emoji);
	LITERAL(out, ",\"on\":");
	json_bool(out, reply->on);
	answer_socket(r, out);
}

void message_pin_answer(struct request *r, const struct message_pin_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"id\":");
	json_int(out, reply->message_id);
	LITERAL(out, ",\"on\":");
	json_bool(out, reply->on);
	answer_socket(r, out);
}

void message_pins_answer(struct request *r, const struct message_pins_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"content\":[");
	for (size_t i = 0; i < reply->content_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		message_view_encode(out, &reply->content[i]);
	}
	LITERAL(out, "],\"rest\":");
	json_ints(out, reply->rest, reply->rest_count);
	answer_socket(r, out);
}

void message_threads_answer(struct request *r, const struct message_threads_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"content\":[");
	for (size_t i = 0; i < reply->content_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		message_view_encode(out, &reply->content[i]);
	}
	LITERAL(out, "],\"rest\":");
	json_ints(out, reply->rest, reply->rest_count);
	answer_socket(r, out);
}

void presence_watch_answer(struct request *r, const struct presence_watch_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"people\":[");
	for (size_t i = 0; i < reply->people_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		person_presence_encode(out, &reply->people[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void presence_set_answer(struct request *r, const struct presence_set_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"away\":");
	json_bool(out, reply->away);
	answer_socket(r, out);
}

void typing_show_answer(struct request *r, const struct typing_show_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	answer_socket(r, out);
}

void stream_changes_get_answer(struct request *r, const struct stream_changes_get_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"streams\":[");
	for (size_t i = 0; i < reply->streams_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		stream_changes_encode(out, &reply->streams[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void room_list_answer(struct request *r, const struct room_list_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"rooms\":[");
	for (size_t i = 0; i < reply->rooms_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		listed_room_encode(out, &reply->rooms[i]);
	}
	LITERAL(out, "]");
	answer_socket(r, out);
}

void room_join_answer(struct request *r, const struct room_join_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	answer_socket(r, out);
}

void room_add_answer(struct request *r, const struct room_add_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"existed\":");
	json_bool(out, reply->existed);
	answer_socket(r, out);
}

void room_invite_answer(struct request *r, const struct room_invite_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"users\":");
	json_ints(out, reply->users, reply->users_count);
	answer_socket(r, out);
}

void room_expel_answer(struct request *r, const struct room_expel_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	LITERAL(out, ",\"userId\":");
	json_int(out, reply->user_id);
	answer_socket(r, out);
}

void room_save_answer(struct request *r, const struct room_save_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	answer_socket(r, out);
}

void room_leave_answer(struct request *r, const struct room_leave_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	answer_socket(r, out);
}

void room_delete_answer(struct request *r, const struct room_delete_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"roomId\":");
	json_int(out, reply->room_id);
	answer_socket(r, out);
}

void room_members_answer(struct request *r, const struct room_members_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"handler\":\"void\",\"members\":[");
	for (size_t i = 0; i < reply->members_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		room_member_view_encode(out, &reply->members[i]);
	}
	LITERAL(out, "],\"memberCount\":");
	json_int(out, reply->member_count);
	answer_socket(r, out);
}

void status_get_answer(struct request *r, const struct status_get_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"serverName\":");
	json_text(out, reply->server_name);
	LITERAL(out, ",\"version\":");
	json_text(out, reply->version);
	LITERAL(out, ",\"registration\":");
	json_raw(out, word(words_status_get_registration, 4, reply->registration));
	LITERAL(out, ",\"domains\":");
	json_bool(out, reply->domains);
	LITERAL(out, ",\"setup\":");
	json_bool(out, reply->setup);
	LITERAL(out, ",\"localAuthority\":");
	json_bool(out, reply->local_authority);
	LITERAL(out, ",\"secureUrl\":");
	if (reply->has_secure_url)
		json_text(out, reply->secure_url);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"userId\":");
	if (reply->has_user_id)
		json_int(out, reply->user_id);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
	answer_route(r, out);
}

void account_sign_in_answer(struct request *r, const struct account_sign_in_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"userId\":");
	json_int(out, reply->user_id);
	LITERAL(out, ",\"user\":");
	json_text(out, reply->name);
	LITERAL(out, "}");
	answer_route(r, out);
}

void account_register_answer(struct request *r, const struct account_register_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"userId\":");
	json_int(out, reply->user_id);
	LITERAL(out, ",\"user\":");
	json_text(out, reply->name);
	LITERAL(out, ",\"state\":");
	json_raw(out, word(words_account_register_state, 3, reply->state));
	LITERAL(out, "}");
	answer_route(r, out);
}

void account_validate_name_answer(struct request *r, const struct account_validate_name_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"ok\":");
	json_bool(out, reply->ok);
	LITERAL(out, "}");
	answer_route(r, out);
}

void session_sign_out_answer(struct request *r, const struct session_sign_out_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"ok\":");
	json_bool(out, reply->ok);
	LITERAL(out, "}");
	answer_route(r, out);
}

void account_change_password_answer(struct request *r, const struct account_change_password_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"ok\":");
	json_bool(out, reply->ok);
	LITERAL(out, "}");
	answer_route(r, out);
}

void picture_upload_answer(struct request *r, const struct picture_upload_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"userImage\":");
	json_text(out, reply->image);
	LITERAL(out, ",\"thumbnail\":");
	json_text(out, reply->thumbnail);
	LITERAL(out, "}");
	answer_route(r, out);
}

void picture_remove_answer(struct request *r, const struct picture_remove_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"ok\":");
	json_bool(out, reply->ok);
	LITERAL(out, "}");
	answer_route(r, out);
}

void reset_verify_answer(struct request *r, const struct reset_verify_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"user\":");
	json_text(out, reply->name);
	LITERAL(out, "}");
	answer_route(r, out);
}

void reset_accept_answer(struct request *r, const struct reset_accept_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"ok\":");
	json_bool(out, reply->ok);
	LITERAL(out, "}");
	answer_route(r, out);
}

void sign_in_link_accept_answer(struct request *r, const struct sign_in_link_accept_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"userId\":");
	json_int(out, reply->user_id);
	LITERAL(out, ",\"user\":");
	json_text(out, reply->name);
	LITERAL(out, "}");
	answer_route(r, out);
}

void invitation_verify_answer(struct request *r, const struct invitation_verify_reply *reply)
{
	struct buffer answer = { 0 };
	struct buffer *out = &answer;

	LITERAL(out, "{\"inviter\":");
	if (reply->has_inviter)
		json_text(out, reply->inviter);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"serverName\":");
	json_text(out, reply->server_name);
	LITERAL(out, ",\"expires\":");
	json_int(out, reply->expires_ms);
	LITERAL(out, ",\"guest\":");
	json_bool(out, reply->guest);
	LITERAL(out, "}");
	answer_route(r, out);
}

void session_opened_encode(struct buffer *out, const struct session_opened_event *e)
{
	LITERAL(out, "{\"action\":\"setWsId\",\"handler\":\"ws\",\"opponentWsId\":");
	json_text(out, e->socket_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"epoch\":");
	json_int(out, e->epoch);
	LITERAL(out, ",\"serverName\":");
	json_text(out, e->server_name);
	LITERAL(out, ",\"version\":");
	json_text(out, e->version);
	LITERAL(out, ",\"pingIntervalMs\":");
	json_int(out, e->ping_interval_ms);
	LITERAL(out, ",\"users\":[");
	for (size_t i = 0; i < e->users_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		user_view_encode(out, &e->users[i]);
	}
	LITERAL(out, "],\"rooms\":[");
	for (size_t i = 0; i < e->rooms_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		room_view_encode(out, &e->rooms[i]);
	}
	LITERAL(out, "],\"channels\":[");
	for (size_t i = 0; i < e->groups_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		group_view_encode(out, &e->groups[i]);
	}
	LITERAL(out, "],\"userSettings\":");
	settings_view_encode(out, e->settings);
	LITERAL(out, "}");
}

void session_pinged_encode(struct buffer *out, const struct session_pinged_event *e)
{
	LITERAL(out, "{\"action\":\"ping\",\"handler\":\"ws\",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, "}");
}

void account_changed_encode(struct buffer *out, const struct account_changed_event *e)
{
	LITERAL(out, "{\"action\":\"userProfileChanged\",\"handler\":\"ws\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"user\":");
	user_view_encode(out, e->view);
	LITERAL(out, "}");
}

void session_revoked_encode(struct buffer *out, const struct session_revoked_event *e)
{
	LITERAL(out, "{\"action\":\"sessionRevoked\",\"handler\":\"ws\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	if (e->has_session_id) {
		LITERAL(out, ",\"sessionId\":");
		json_int(out, e->session_id);
	}
	LITERAL(out, "}");
}

void settings_changed_encode(struct buffer *out, const struct settings_changed_event *e)
{
	LITERAL(out, "{\"action\":\"setSettings\",\"handler\":\"ws\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"settings\":");
	settings_view_encode(out, e->settings);
	LITERAL(out, "}");
}

void request_failed_encode(struct buffer *out, const struct request_failed_event *e)
{
	LITERAL(out, "{\"action\":\"growlError\",\"handler\":\"ws\",\"error\":");
	json_text(out, e->error);
	LITERAL(out, ",\"content\":");
	json_text(out, e->text);
	LITERAL(out, ",\"retryable\":");
	json_bool(out, e->retryable);
	if (e->has_retry_after_ms) {
		LITERAL(out, ",\"retryAfterMs\":");
		json_int(out, e->retry_after_ms);
	}
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"cbId\":");
	if (e->has_cb_id)
		json_int(out, e->cb_id);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
}

void group_changed_encode(struct buffer *out, const struct group_changed_event *e)
{
	LITERAL(out, "{\"action\":\"saveChannelSettings\",\"handler\":\"room\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->actor_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"channel\":");
	group_view_encode(out, e->group);
	LITERAL(out, "}");
}

void read_moved_encode(struct buffer *out, const struct read_moved_event *e)
{
	LITERAL(out, "{\"action\":\"setReadPosition\",\"handler\":\"room\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"readSeq\":");
	json_int(out, e->read_seq);
	LITERAL(out, ",\"unread\":");
	json_int(out, e->unread);
	LITERAL(out, ",\"mentions\":");
	json_int(out, e->mentions);
	LITERAL(out, ",\"countedSeq\":");
	json_int(out, e->counted_seq);
	LITERAL(out, "}");
}

void member_changed_encode(struct buffer *out, const struct member_changed_event *e)
{
	LITERAL(out, "{\"action\":\"saveMemberSettings\",\"handler\":\"room\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"notify\":");
	json_raw(out, word(words_member_changed_notify, 3, e->notify));
	LITERAL(out, ",\"volume\":");
	json_int(out, e->volume);
	LITERAL(out, ",\"hidden\":");
	json_bool(out, e->hidden);
	LITERAL(out, "}");
}

void draft_changed_encode(struct buffer *out, const struct draft_changed_event *e)
{
	LITERAL(out, "{\"action\":\"setDraft\",\"handler\":\"room\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"threadId\":");
	if (e->has_thread_id)
		json_int(out, e->thread_id);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"content\":");
	json_text(out, e->content);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, "}");
}

void members_read_encode(struct buffer *out, const struct members_read_event *e)
{
	LITERAL(out, "{\"action\":\"memberRead\",\"handler\":\"room\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"readers\":[");
	for (size_t i = 0; i < e->readers_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		reader_encode(out, &e->readers[i]);
	}
	LITERAL(out, "]}");
}

void message_posted_encode(struct buffer *out, const struct message_posted_event *e)
{
	LITERAL(out, "{\"action\":\"printMessage\",\"handler\":\"ws-message\",\"id\":");
	json_int(out, e->id);
	LITERAL(out, ",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"number\":");
	json_int(out, e->number);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"content\":");
	if (e->has_content)
		json_text(out, e->content);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"clientId\":");
	json_text(out, e->client_id);
	LITERAL(out, ",\"status\":");
	json_raw(out, word(words_message_view_status, 3, e->status));
	LITERAL(out, ",\"edited\":");
	json_int(out, e->edited_ms);
	LITERAL(out, ",\"deleted\":");
	json_bool(out, e->deleted);
	LITERAL(out, ",\"threadMessagesCount\":");
	json_int(out, e->replies);
	LITERAL(out, ",\"lastReply\":");
	json_int(out, e->last_reply_ms);
	LITERAL(out, ",\"parentMessage\":");
	if (e->has_parent_message)
		json_int(out, e->parent_message);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"quotedMessage\":");
	if (e->has_quoted_message)
		json_int(out, e->quoted_message);
	else
		LITERAL(out, "null");
	LITERAL(out, ",\"pinned\":");
	json_bool(out, e->pinned);
	LITERAL(out, ",\"tags\":");
	json_raw(out, e->tags);
	LITERAL(out, ",\"reactions\":");
	json_raw(out, e->reactions);
	if (e->has_parent_replies) {
		LITERAL(out, ",\"parentReplies\":");
		json_int(out, e->parent_replies);
	}
	if (e->has_parent_last_reply_ms) {
		LITERAL(out, ",\"parentLastReply\":");
		json_int(out, e->parent_last_reply_ms);
	}
	LITERAL(out, "}");
}

void message_edited_encode(struct buffer *out, const struct message_edited_event *e)
{
	LITERAL(out, "{\"action\":\"editMessage\",\"handler\":\"ws-message\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->actor_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"message\":");
	message_view_encode(out, e->view);
	if (e->has_parent_replies) {
		LITERAL(out, ",\"parentReplies\":");
		json_int(out, e->parent_replies);
	}
	if (e->has_parent_last_reply_ms) {
		LITERAL(out, ",\"parentLastReply\":");
		json_int(out, e->parent_last_reply_ms);
	}
	LITERAL(out, "}");
}

void message_deleted_encode(struct buffer *out, const struct message_deleted_event *e)
{
	LITERAL(out, "{\"action\":\"deleteMessage\",\"handler\":\"ws-message\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->actor_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"message\":");
	message_view_encode(out, e->view);
	if (e->has_parent_replies) {
		LITERAL(out, ",\"parentReplies\":");
		json_int(out, e->parent_replies);
	}
	if (e->has_parent_last_reply_ms) {
		LITERAL(out, ",\"parentLastReply\":");
		json_int(out, e->parent_last_reply_ms);
	}
	LITERAL(out, "}");
}

void message_reacted_encode(struct buffer *out, const struct message_reacted_event *e)
{
	LITERAL(out, "{\"action\":\"setReaction\",\"handler\":\"ws-message\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->actor_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"message\":");
	message_view_encode(out, e->view);
	if (e->has_parent_replies) {
		LITERAL(out, ",\"parentReplies\":");
		json_int(out, e->parent_replies);
	}
	if (e->has_parent_last_reply_ms) {
		LITERAL(out, ",\"parentLastReply\":");
		json_int(out, e->parent_last_reply_ms);
	}
	LITERAL(out, "}");
}

void message_pinned_encode(struct buffer *out, const struct message_pinned_event *e)
{
	LITERAL(out, "{\"action\":\"setPinned\",\"handler\":\"ws-message\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->actor_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"message\":");
	message_view_encode(out, e->view);
	if (e->has_parent_replies) {
		LITERAL(out, ",\"parentReplies\":");
		json_int(out, e->parent_replies);
	}
	if (e->has_parent_last_reply_ms) {
		LITERAL(out, ",\"parentLastReply\":");
		json_int(out, e->parent_last_reply_ms);
	}
	LITERAL(out, "}");
}

void presence_changed_encode(struct buffer *out, const struct presence_changed_event *e)
{
	LITERAL(out, "{\"action\":\"presence\",\"handler\":\"room\",\"people\":[");
	for (size_t i = 0; i < e->people_count; i++) {
		if (i > 0)
			buffer_append_byte(out, ',');
		person_presence_encode(out, &e->people[i]);
	}
	LITERAL(out, "]}");
}

void typing_shown_encode(struct buffer *out, const struct typing_shown_event *e)
{
	LITERAL(out, "{\"action\":\"showIType\",\"handler\":\"room\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"threadId\":");
	if (e->has_thread_id)
		json_int(out, e->thread_id);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
}

void person_changed_encode(struct buffer *out, const struct person_changed_event *e)
{
	LITERAL(out, "{\"action\":\"personChanged\",\"handler\":\"room\",\"user\":");
	user_view_encode(out, e->user);
	LITERAL(out, "}");
}

void people_stale_encode(struct buffer *out, const struct people_stale_event *e)
{
	(void)e;
	LITERAL(out, "{\"action\":\"peopleStale\",\"handler\":\"room\"}");
}

void member_joined_encode(struct buffer *out, const struct member_joined_event *e)
{
	LITERAL(out, "{\"action\":\"joinUser\",\"handler\":\"room\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"user\":");
	user_view_encode(out, e->user);
	LITERAL(out, "}");
}

void member_left_encode(struct buffer *out, const struct member_left_event *e)
{
	LITERAL(out, "{\"action\":\"leaveUser\",\"handler\":\"room\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, "}");
}

void room_added_encode(struct buffer *out, const struct room_added_event *e)
{
	LITERAL(out, "{\"action\":\"roomAdded\",\"handler\":\"room\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, "}");
}

void room_removed_encode(struct buffer *out, const struct room_removed_event *e)
{
	LITERAL(out, "{\"action\":\"roomRemoved\",\"handler\":\"room\",\"userId\":");
	json_int(out, e->user_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, "}");
}

void room_live_encode(struct buffer *out, const struct room_live_event *e)
{
	LITERAL(out, "{\"action\":\"roomLive\",\"handler\":\"room\",\"room\":");
	room_view_encode(out, e->room);
	LITERAL(out, ",\"channel\":");
	if (e->group)
		group_view_encode(out, e->group);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
}

void stream_changed_encode(struct buffer *out, const struct stream_changed_event *e)
{
	LITERAL(out, "{\"action\":\"changed\",\"handler\":\"room\"");
	if (e->has_room_id) {
		LITERAL(out, ",\"roomId\":");
		json_int(out, e->room_id);
	}
	if (e->has_user_id) {
		LITERAL(out, ",\"userId\":");
		json_int(out, e->user_id);
	}
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, "}");
}

void stream_resync_encode(struct buffer *out, const struct stream_resync_event *e)
{
	LITERAL(out, "{\"action\":\"resync\",\"handler\":\"room\"");
	if (e->has_room_id) {
		LITERAL(out, ",\"roomId\":");
		json_int(out, e->room_id);
	}
	if (e->has_user_id) {
		LITERAL(out, ",\"userId\":");
		json_int(out, e->user_id);
	}
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"epoch\":");
	json_int(out, e->epoch);
	LITERAL(out, "}");
}

void room_changed_encode(struct buffer *out, const struct room_changed_event *e)
{
	LITERAL(out, "{\"action\":\"saveRoomSettings\",\"handler\":\"room\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->actor_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, ",\"room\":");
	room_shared_encode(out, e->shared);
	LITERAL(out, ",\"channel\":");
	if (e->group)
		group_view_encode(out, e->group);
	else
		LITERAL(out, "null");
	LITERAL(out, "}");
}

void room_deleted_encode(struct buffer *out, const struct room_deleted_event *e)
{
	LITERAL(out, "{\"action\":\"deleteRoom\",\"handler\":\"room\",\"roomId\":");
	json_int(out, e->room_id);
	LITERAL(out, ",\"seq\":");
	json_int(out, e->seq);
	LITERAL(out, ",\"userId\":");
	json_int(out, e->actor_id);
	LITERAL(out, ",\"time\":");
	json_int(out, e->time_ms);
	LITERAL(out, "}");
}
