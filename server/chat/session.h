#pragma once

#include "archive/write.h"
#include "chat/token.h"
#include "protocol/request.h"

/* Adds a new session of `user_id` for the asking client to `w`. The caller puts token->text into
 * r->cookie once `w` is committed. */
void session_add(struct write *w, struct request *r, int64_t session_id, int64_t user_id,
		 const struct token *token);
/* When a session used now ends. */
int64_t session_expiry_ms(int64_t now_ms);
/* Adds to `w`: all sessions of a person but `except_id` (0: none) end, and every worker is told
 * through the private stream. */
void sessions_end(struct write *w, struct request *r, int64_t user_id, int64_t except_id);
