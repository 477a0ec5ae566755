#pragma once

#include "archive/accounts.h"
#include "archive/pictures.h"
#include "archive/rooms.h"
#include "archive/write.h"
#include "base/buffer.h"
#include "gateway/context.h"
#include "gateway/live.h"

/* The layers below the gateway, as far as its streams need them: sockets that note what they were
 * sent, an archive and a bus that answer as the test says. */

struct socket {
	void *owner;
	struct buffer sent; /* payloads, each followed by a line feed */
	int closed_with;
};

struct fake_archive {
	struct head_row heads[8];
	size_t head_count;
	struct change_row changes[700];
	size_t change_count;
	struct room_row rooms[8];
	size_t room_count;
	struct room_member_row members[16];
	size_t member_count;
	struct session_row alive[8];
	size_t alive_count;
	struct session_row signed_in; /* whom any token belongs to; user_id 0: nobody */
	struct account_row accounts[8];
	size_t account_count;
	struct member_row memberships[16];
	size_t membership_count;
	struct link_row link;             /* user_name set: there is one */
	struct invitation_row invitation; /* invitation_id 0: none */
	struct picture_row picture;       /* bytes {NULL, 0}: none */
	char picture_asked[64];           /* token and size of the last that was asked for */
	bool joinable;
	int64_t id;               /* the last given */
	enum error refusing;      /* every write ends with it */
	char written[4096];       /* what the last write was: the beginnings of its statements */
	struct change changed[8]; /* and its changes */
	size_t changed_count;
	int writes;
	char password_hash[256]; /* that the last new account got */
	enum error failing;      /* every read ends with it until it is ERROR_OK again */
	int heads_asked;
	int changes_asked;
	int epoch_raised;
};

struct fake_bus {
	char limited[64]; /* limits whose key contains it refuse */
	char keys[2048];  /* of the limits that were asked, each followed by a space */
	int published;
	struct envelope last; /* without its JSON */
	bool away;
};

/* An exchange is what the test fills in, and what was answered. */
struct exchange {
	enum method method;
	const char *path;
	const char *body;
	size_t body_size; /* announced; 0: as long as the body */
	const char *origin;
	const char *site;
	const char *type;
	const char *cookie;
	const char *address;
	bool same_origin;
	bool secure;
	int status; /* 0: not answered */
	bool taken; /* its body was let in */
	void (*on_end)(void *owner);
	void *end_owner;
	char headers[512]; /* of the answer */
	char answer[4096];
	char set_cookie[256];
};

extern struct fake_archive archive_fake;
extern struct fake_bus bus_fake;
extern struct loop *fake_loop;
extern int channels_needed;
extern int channels_released;

/* A gateway with empty tables and small limits, on a real loop. */
struct gateway *fake_gateway(void);
void fake_gateway_free(struct gateway *g);
/* Lets the loop turn until nothing is due any more. */
void fake_turn(struct gateway *g);
/* Answers a read in the next turn, as the archive does. */
void fake_answer(struct read read, const void *rows, size_t count, size_t row_size);
struct head_row *fake_head_of(int64_t stream_id);
/* The gateway's own configuration, to be changed by a test. */
struct config *fake_config(void);
/* A room with its head and these members, in the archive. */
void fake_room(int64_t room_id, int64_t seq, int64_t messages, const int64_t *members,
	       size_t count);
void fake_head(int64_t stream_id, int64_t seq, int64_t epoch);
/* An open session of a person on `socket`. */
struct session *fake_session(struct gateway *g, struct socket *socket, int64_t user_id);
void fake_session_free(struct session *s);
/* Everything `socket` was sent so far, and forgets it. */
const char *fake_sent(struct socket *socket);
/* An envelope of a message with this seq in room `stream_id`, whose JSON is the seq alone. */
void fake_envelope(struct gateway *g, int64_t stream_id, int64_t seq);
