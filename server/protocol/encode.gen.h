#pragma once

/* Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.
 * Answers end their request (request.h); the others append one object to a buffer. Texts must be valid UTF-8. */

#include "base/buffer.h"
#include "protocol/outputs.gen.h"
#include "protocol/request.h"

void session_ping_answer(struct request *r, const struct session_ping_reply *reply);
void account_views_answer(struct request *r, const struct account_views_reply *reply);
void session_list_answer(struct request *r, const struct session_list_reply *reply);
void session_revoke_answer(struct request *r, const struct session_revoke_reply *reply);
void account_rename_answer(struct request *r, const struct account_rename_reply *reply);
void account_list_answer(struct request *r, const struct account_list_reply *reply);
void account_create_answer(struct request *r, const struct account_create_reply *reply);
void account_set_password_answer(struct request *r, const struct account_set_password_reply *reply);
void reset_create_answer(struct request *r, const struct reset_create_reply *reply);
void account_set_state_answer(struct request *r, const struct account_set_state_reply *reply);
void account_set_role_answer(struct request *r, const struct account_set_role_reply *reply);
void account_search_answer(struct request *r, const struct account_search_reply *reply);
void profile_get_answer(struct request *r, const struct profile_get_reply *reply);
void profile_set_answer(struct request *r, const struct profile_set_reply *reply);
void profile_set_status_answer(struct request *r, const struct profile_set_status_reply *reply);
void settings_set_answer(struct request *r, const struct settings_set_reply *reply);
void group_add_answer(struct request *r, const struct group_add_reply *reply);
void group_save_answer(struct request *r, const struct group_save_reply *reply);
void group_leave_answer(struct request *r, const struct group_leave_reply *reply);
void group_delete_answer(struct request *r, const struct group_delete_reply *reply);
void invitation_create_answer(struct request *r, const struct invitation_create_reply *reply);
void invitation_list_answer(struct request *r, const struct invitation_list_reply *reply);
void invitation_revoke_answer(struct request *r, const struct invitation_revoke_reply *reply);
void member_read_answer(struct request *r, const struct member_read_reply *reply);
void member_unread_answer(struct request *r, const struct member_unread_reply *reply);
void member_readers_answer(struct request *r, const struct member_readers_reply *reply);
void member_draft_answer(struct request *r, const struct member_draft_reply *reply);
void member_drafts_answer(struct request *r, const struct member_drafts_reply *reply);
void message_send_answer(struct request *r, const struct message_send_reply *reply);
void message_load_answer(struct request *r, const struct message_load_reply *reply);
void message_find_answer(struct request *r, const struct message_find_reply *reply);
void message_edit_answer(struct request *r, const struct message_edit_reply *reply);
void message_history_answer(struct request *r, const struct message_history_reply *reply);
void message_react_answer(struct request *r, const struct message_react_reply *reply);
void message_pin_answer(struct request *r, const struct message_pin_reply *reply);
void message_pins_answer(struct request *r, const struct message_pins_reply *reply);
void message_threads_answer(struct request *r, const struct message_threads_reply *reply);
void presence_watch_answer(struct request *r, const struct presence_watch_reply *reply);
void presence_set_answer(struct request *r, const struct presence_set_reply *reply);
void typing_show_answer(struct request *r, const struct typing_show_reply *reply);
void stream_changes_get_answer(struct request *r, const struct stream_changes_get_reply *reply);
void room_list_answer(struct request *r, const struct room_list_reply *reply);
void room_join_answer(struct request *r, const struct room_join_reply *reply);
void room_add_answer(struct request *r, const struct room_add_reply *reply);
void room_invite_answer(struct request *r, const struct room_invite_reply *reply);
void room_expel_answer(struct request *r, const struct room_expel_reply *reply);
void room_save_answer(struct request *r, const struct room_save_reply *reply);
void room_leave_answer(struct request *r, const struct room_leave_reply *reply);
void room_delete_answer(struct request *r, const struct room_delete_reply *reply);
void room_members_answer(struct request *r, const struct room_members_reply *reply);
void status_get_answer(struct request *r, const struct status_get_reply *reply);
void account_sign_in_answer(struct request *r, const struct account_sign_in_reply *reply);
void account_register_answer(struct request *r, const struct account_register_reply *reply);
void account_validate_name_answer(struct request *r, const struct account_validate_name_reply *reply);
void session_sign_out_answer(struct request *r, const struct session_sign_out_reply *reply);
void account_change_password_answer(struct request *r, const struct account_change_password_reply *reply);
void picture_upload_answer(struct request *r, const struct picture_upload_reply *reply);
void picture_remove_answer(struct request *r, const struct picture_remove_reply *reply);
void reset_verify_answer(struct request *r, const struct reset_verify_reply *reply);
void reset_accept_answer(struct request *r, const struct reset_accept_reply *reply);
void invitation_verify_answer(struct request *r, const struct invitation_verify_reply *reply);

void session_opened_encode(struct buffer *out, const struct session_opened_event *e);
void session_pinged_encode(struct buffer *out, const struct session_pinged_event *e);
void account_changed_encode(struct buffer *out, const struct account_changed_event *e);
void session_revoked_encode(struct buffer *out, const struct session_revoked_event *e);
void settings_changed_encode(struct buffer *out, const struct settings_changed_event *e);
void request_failed_encode(struct buffer *out, const struct request_failed_event *e);
void group_changed_encode(struct buffer *out, const struct group_changed_event *e);
void read_moved_encode(struct buffer *out, const struct read_moved_event *e);
void member_changed_encode(struct buffer *out, const struct member_changed_event *e);
void draft_changed_encode(struct buffer *out, const struct draft_changed_event *e);
void members_read_encode(struct buffer *out, const struct members_read_event *e);
void message_posted_encode(struct buffer *out, const struct message_posted_event *e);
void message_edited_encode(struct buffer *out, const struct message_edited_event *e);
void message_deleted_encode(struct buffer *out, const struct message_deleted_event *e);
void message_reacted_encode(struct buffer *out, const struct message_reacted_event *e);
void message_pinned_encode(struct buffer *out, const struct message_pinned_event *e);
void presence_changed_encode(struct buffer *out, const struct presence_changed_event *e);
void typing_shown_encode(struct buffer *out, const struct typing_shown_event *e);
void person_changed_encode(struct buffer *out, const struct person_changed_event *e);
void people_stale_encode(struct buffer *out, const struct people_stale_event *e);
void member_joined_encode(struct buffer *out, const struct member_joined_event *e);
void member_left_encode(struct buffer *out, const struct member_left_event *e);
void room_added_encode(struct buffer *out, const struct room_added_event *e);
void room_removed_encode(struct buffer *out, const struct room_removed_event *e);
void room_live_encode(struct buffer *out, const struct room_live_event *e);
void stream_changed_encode(struct buffer *out, const struct stream_changed_event *e);
void stream_resync_encode(struct buffer *out, const struct stream_resync_event *e);
void room_changed_encode(struct buffer *out, const struct room_changed_event *e);
void room_deleted_encode(struct buffer *out, const struct room_deleted_event *e);

void user_view_encode(struct buffer *out, const struct user_view *view);
void session_view_encode(struct buffer *out, const struct session_view *view);
void account_view_encode(struct buffer *out, const struct account_view *view);
void profile_view_encode(struct buffer *out, const struct profile_view *view);
void settings_view_encode(struct buffer *out, const struct settings_view *view);
void group_view_encode(struct buffer *out, const struct group_view *view);
void invitation_view_encode(struct buffer *out, const struct invitation_view *view);
void reader_encode(struct buffer *out, const struct reader *view);
void draft_view_encode(struct buffer *out, const struct draft_view *view);
void message_view_encode(struct buffer *out, const struct message_view *view);
void message_version_encode(struct buffer *out, const struct message_version *view);
void person_presence_encode(struct buffer *out, const struct person_presence *view);
void room_view_encode(struct buffer *out, const struct room_view *view);
void listed_room_encode(struct buffer *out, const struct listed_room *view);
void stream_changes_encode(struct buffer *out, const struct stream_changes *view);
void room_shared_encode(struct buffer *out, const struct room_shared *view);
void room_member_view_encode(struct buffer *out, const struct room_member_view *view);
