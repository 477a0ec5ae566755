#pragma once

#include "base/buffer.h"
#include "base/language.h"
#include "net/certificate.h"

struct trust {
	struct buffer pem;
	struct buffer der;
	struct buffer profile; /* .mobileconfig */
	char fingerprint[CERTIFICATE_FINGERPRINT_SIZE];
};

struct trust_page {
	const struct trust *trust;
	enum language language;
	struct slice host;  /* as in the request; checked by net */
	struct slice agent; /* the browser's User-Agent; may be absent */
};

void trust_page_write(const struct trust_page *page, struct buffer *out);
/* The page's stylesheet. */
struct slice trust_style(void);
