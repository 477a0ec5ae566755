#pragma once

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

/* argon2id (19 MiB, t=2) through libsodium, on the thread pool with a bounded queue. */

enum { PASSWORD_HASH_SIZE = 128 };

/* Makes the hash that sign-ins of unknown names are checked against (30 ms); called by chat_open.
 */
void password_open(void);
/* ERROR_OK, or ERROR_PASSWORD_WEAK: fewer than 8 characters, or a common one, or the user's own
 * name. */
MUST_USE enum error password_acceptable(struct slice password, struct slice user_name);
/* Hashes; `done` gets the PHC string (valid during the call), or ERROR_BUSY at once when the queue
 * is full. `password` is copied and wiped. */
void password_hash(struct slice password, void (*done)(void *owner, enum error e, const char *hash),
		   void *owner);
/* Checks; {NULL, 0} for `hash` takes as long as a real check and is false. */
void password_verify(struct slice password, struct slice hash,
		     void (*done)(void *owner, enum error e, bool right), void *owner);
