#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Secrets of 256 bits that are handed out once and stored as their SHA-256: sessions, invitations,
 * links. */

enum {
	TOKEN_TEXT_SIZE = 43, /* base64url of 32 bytes */
	TOKEN_HASH_SIZE = 32,
};

struct token {
	char text[TOKEN_TEXT_SIZE + 1];
	char hash[TOKEN_HASH_SIZE];
};

/* A fresh one. */
void token_make(struct token *t);
/* The hash of a text from outside (any text has one; only real ones are found). */
void token_hash(struct slice text, char hash[TOKEN_HASH_SIZE]);
/* Compares two secrets in a time that depends on their sizes alone. */
bool token_equal(struct slice a, struct slice b);
