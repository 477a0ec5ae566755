/* Secrets of 256 bits. Only their hash is stored, so that nobody who reads the archive can use one.
 */
#include "chat/token.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "base/random.h"
#include "base/text.h"

void token_make(struct token *t)
{
	unsigned char secret[TOKEN_HASH_SIZE];
	random_bytes(secret, sizeof(secret));
	text_base64url(t->text, secret, sizeof(secret));
	token_hash((struct slice){ t->text, TOKEN_TEXT_SIZE }, t->hash);
}

void token_hash(struct slice text, char hash[TOKEN_HASH_SIZE])
{
	SHA256((const unsigned char *)text.data, text.size, (unsigned char *)hash);
}

bool token_equal(struct slice a, struct slice b)
{
	return a.size == b.size && CRYPTO_memcmp(a.data, b.data, a.size) == 0;
}
