#pragma once

#include "archive/accounts.h"
#include "archive/write.h"
#include "chat/sweep.h"
#include "protocol/request.h"

/* One account and a write of an administrator that changes it. */
struct governing {
	struct request *r;
	struct account_row *account;
	int state;
	int role;
	struct slice password;
	struct write write;
	struct sweep sweep; /* of the account's places, before and after the write */
	enum error failed;  /* of the write */
	/* Adds to the write what is to be done; false: it goes on later, or the request was ended.
	 */
	bool (*prepare)(struct governing *g);
	/* Instead of ending the request with the write's error; NULL: that. */
	void (*fail)(struct governing *g);
	/* It is committed and published: ends the request, maybe later. */
	void (*finish)(struct governing *g);
};

/* Reads the account and goes on with `prepare`. Lives in the request's arena. */
void govern(struct governing *g, int64_t user_id);
/* `prepare` went on later: the write is complete now. */
void govern_write(struct governing *g);
/* Ends the request with why it was not done. */
void govern_refuse(struct governing *g, enum error e);
/* Adds the change that all sessions of the account hear of. */
void govern_changed(struct governing *g);
/* Calls `next` if the account is no active administrator or another one is there; else ends the
 * request. (The write itself makes sure.) */
void govern_dispensable(struct governing *g, void (*next)(struct governing *g));
