/* What a device is given of the local authority. */
#include "gateway/trust.h"

#include "base/check.h"
#include "base/memory.h"
#include "gateway/scope.h"
#include "gateway/trust_private.h"

enum { UUID_SIZE = 37 };

/* ---- the profile for Apple's systems ---- */

/* A name that is the same for the same certificate: of its fingerprint from the byte `from` on. */
static void write_uuid(const char *fingerprint, int from, char out[UUID_SIZE])
{
	int size = 0;

	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			out[size++] = '-';
		out[size++] = fingerprint[3 * (from + i)];
		out[size++] = fingerprint[3 * (from + i) + 1];
	}
	out[size] = '\0';
}

/* What stands between the first and the last line of a PEM text is its bytes in base64. */
static struct slice base64_of(struct slice pem)
{
	const char *begin = memchr(pem.data, '\n', pem.size);
	const char *end = memmem(pem.data, pem.size, "-----END", strlen("-----END"));

	ASSERT(begin && end && begin < end);
	return (struct slice){ begin + 1, (size_t)(end - begin) - 1 };
}

static void write_profile(struct trust *t)
{
	struct slice bytes = base64_of(buffer_slice(&t->pem));
	char payload[UUID_SIZE];
	char profile[UUID_SIZE];

	write_uuid(t->fingerprint, 0, payload);
	write_uuid(t->fingerprint, 16, profile);
	buffer_format(&t->profile,
		      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
		      "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
		      "<plist version=\"1.0\">\n<dict>\n"
		      "<key>PayloadContent</key>\n<array>\n<dict>\n"
		      "<key>PayloadCertificateFileName</key><string>confab-ca.crt</string>\n"
		      "<key>PayloadContent</key><data>\n%.*s</data>\n"
		      "<key>PayloadDescription</key><string>Confab, local authority</string>\n"
		      "<key>PayloadDisplayName</key><string>Confab, local authority</string>\n"
		      "<key>PayloadIdentifier</key><string>confab.authority.%s</string>\n"
		      "<key>PayloadType</key><string>com.apple.security.root</string>\n"
		      "<key>PayloadUUID</key><string>%s</string>\n"
		      "<key>PayloadVersion</key><integer>1</integer>\n"
		      "</dict>\n</array>\n"
		      "<key>PayloadDisplayName</key><string>Confab</string>\n"
		      "<key>PayloadIdentifier</key><string>confab.profile.%s</string>\n"
		      "<key>PayloadRemovalDisallowed</key><false/>\n"
		      "<key>PayloadType</key><string>Configuration</string>\n"
		      "<key>PayloadUUID</key><string>%s</string>\n"
		      "<key>PayloadVersion</key><integer>1</integer>\n"
		      "</dict>\n</plist>\n",
		      (int)bytes.size, bytes.data, payload, payload, profile, profile);
}

struct trust *trust_open(struct slice authority)
{
	struct trust *t = memory_zero(1, sizeof(*t));

	buffer_append_slice(&t->pem, authority);
	ASSERT(certificate_der(authority, &t->der));
	ASSERT(certificate_fingerprint(authority, t->fingerprint));
	write_profile(t);
	return t;
}

void trust_close(struct trust *t)
{
	if (!t)
		return;
	buffer_clear(&t->pem);
	buffer_clear(&t->der);
	buffer_clear(&t->profile);
	memory_free(t);
}

/* ---- serving ---- */

static void serve_page(const struct trust *t, struct exchange *x)
{
	struct slice wanted = exchange_parameter(x, "lang");
	struct trust_page page = { .trust = t,
				   .language =
					   language_choose(exchange_header(x, "accept-language")),
				   .host = exchange_header(x, "host"),
				   .agent = exchange_header(x, "user-agent") };
	struct buffer html = { 0 };

	if (wanted.size)
		page.language = language_choose(wanted);
	trust_page_write(&page, &html);
	exchange_set_header(x, "Vary", "Accept-Language, User-Agent");
	exchange_reply(x, 200, "text/html; charset=utf-8", buffer_slice(&html));
	buffer_clear(&html);
}

static void serve_style(const struct trust *t, struct exchange *x)
{
	(void)t;
	exchange_reply(x, 200, "text/css; charset=utf-8", trust_style());
}

static void serve_der(const struct trust *t, struct exchange *x)
{
	exchange_set_header(x, "Content-Disposition", "attachment; filename=\"confab-ca.crt\"");
	exchange_reply(x, 200, "application/x-x509-ca-cert", buffer_slice(&t->der));
}

static void serve_pem(const struct trust *t, struct exchange *x)
{
	exchange_set_header(x, "Content-Disposition", "attachment; filename=\"confab-ca.pem\"");
	exchange_reply(x, 200, "application/x-pem-file", buffer_slice(&t->pem));
}

/* Safari asks to install it if it is not to be saved as a file. */
static void serve_profile(const struct trust *t, struct exchange *x)
{
	exchange_reply(x, 200, "application/x-apple-aspen-config", buffer_slice(&t->profile));
}

static const struct {
	struct slice path;
	void (*serve)(const struct trust *t, struct exchange *x);
} pages[] = {
	{ { "/ca", 3 }, serve_page },
	{ { "/ca.css", 7 }, serve_style },
	{ { "/ca.crt", 7 }, serve_der },
	{ { "/ca.pem", 7 }, serve_pem },
	{ { "/ca.mobileconfig", 16 }, serve_profile },
};

bool trust_serve(const struct trust *t, struct exchange *x)
{
	enum method method = exchange_method(x);
	struct slice path = exchange_path(x);

	for (size_t i = 0; t && i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (!slice_equal(path, pages[i].path))
			continue;
		if (method == METHOD_GET || method == METHOD_HEAD)
			pages[i].serve(t, x);
		else
			scope_refuse_method(x, false);
		return true;
	}
	return false;
}
