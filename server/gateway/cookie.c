/* The session cookie. */
#include "gateway/cookie.h"

#include <stdio.h>

/* As long as browsers keep one. When a session ends is for the archive to say: it lives on while it
 * is used. */
static const long long COOKIE_LIFE_S = 400LL * 24 * 60 * 60;

static const char *cookie_name(const struct exchange *x)
{
	return exchange_secure(x) ? "__Host-confab" : "confab";
}

struct slice cookie_token(const struct exchange *x)
{
	return exchange_cookie(x, cookie_name(x));
}

void cookie_set(struct exchange *x, struct slice token)
{
	char value[256];
	long long life_s = token.size ? COOKIE_LIFE_S : 0;
	snprintf(value, sizeof(value), "%s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
		 cookie_name(x), (int)token.size, token.data, life_s,
		 exchange_secure(x) ? "; Secure" : "");
	exchange_set_header(x, "Set-Cookie", value);
}
