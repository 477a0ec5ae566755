/* Writes HTTP/1.1 answers with the headers that every one of them carries. */
#include "net/answer.h"

#include <time.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/error.h"
#include "net/frame_private.h"

/* Not framed, no other base, no form that the browser itself sends. */
#define POLICY_REST "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/* No string becomes markup, and a script's address only through the client's policy. */
#define PAGE_POLICY                                                                     \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "     \
	"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " \
	"require-trusted-types-for 'script'; trusted-types confab; " POLICY_REST

/* A worker's policy is that of its script's answer. */
#define SCRIPT_POLICY                                                 \
	"default-src 'none'; script-src 'self'; connect-src 'self'; " \
	"require-trusted-types-for 'script'; trusted-types 'none'; " POLICY_REST

#define NOTHING_POLICY "default-src 'none'; " POLICY_REST

/* What the client does not use, it shall not be able to. */
#define PERMISSIONS                                                                          \
	"Permissions-Policy: accelerometer=(), browsing-topics=(), camera=(), "              \
	"display-capture=(), encrypted-media=(), geolocation=(), gyroscope=(), hid=(), "     \
	"idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), "       \
	"payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), " \
	"xr-spatial-tracking=()\r\n"

#define SECURITY_HEADERS                      \
	"X-Content-Type-Options: nosniff\r\n" \
	"X-Frame-Options: DENY\r\n"           \
	"Referrer-Policy: no-referrer\r\n"    \
	"Cross-Origin-Resource-Policy: same-origin\r\n"

/* A browser leaves it out of account in a page that is not trustworthy, and complains of it there.
 */
#define OPENER_POLICY "Cross-Origin-Opener-Policy: same-origin\r\n"

enum {
	DATE_SIZE = 32,
};

static const struct {
	int status;
	const char *text;
} reasons[] = {
	{ 101, "Switching Protocols" },
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 411, "Length Required" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" },
	{ 421, "Misdirected Request" },
	{ 426, "Upgrade Required" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};

/* By how a content type begins; the last is for all others, and for what has none. */
static const struct {
	const char *type;
	const char *policy;
	const char *more;
} policies[] = {
	{ "text/html", PAGE_POLICY, PERMISSIONS },
	{ "text/javascript", SCRIPT_POLICY, "" },
	{ "", NOTHING_POLICY, "" },
};

/* What net itself refuses with; anything else is "invalid". */
static const struct {
	int status;
	enum error error;
	const char *headers;
} refusals[] = {
	{ 401, ERROR_UNAUTHENTICATED, "" },
	{ 403, ERROR_FORBIDDEN, "" },
	{ 404, ERROR_NOT_FOUND, "" },
	/* Of /ws, which is all that net refuses for its method. */
	{ 405, ERROR_METHOD, "Allow: GET\r\n" },
	{ 408, ERROR_TIMEOUT, "" },
	{ 413, ERROR_TOO_LARGE, "" },
	{ 414, ERROR_TOO_LARGE, "" },
	{ 421, ERROR_BAD_HOST, "" },
	{ 426, ERROR_UNSUPPORTED,
	  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" },
	{ 429, ERROR_RATE_LIMITED, "" },
	{ 431, ERROR_TOO_LARGE, "" },
	{ 503, ERROR_BUSY, "" },
	{ 0, ERROR_INVALID, "" },
};

static const char *reason_text(int status)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].status == status)
			return reasons[i].text;
	return "Status";
}

/* The Date header's value; written anew once a second. */
static const char *date_text(void)
{
	static char text[DATE_SIZE];
	static time_t written_at;
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm parts;

	if (now == written_at)
		return text;
	written_at = now;
	gmtime_r(&now, &parts);
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
	return text;
}

static void write_policy(const char *type, struct buffer *out)
{
	size_t i = 0;

	while (strncmp(type, policies[i].type, strlen(policies[i].type)) != 0)
		i++;
	buffer_format(out, "Content-Security-Policy: %s\r\n%s", policies[i].policy,
		      policies[i].more);
}

static void write_content(const struct answer *a, struct buffer *out)
{
	/* These have no body by definition and say nothing about one; what a browser keeps of a
	 * page that did not change keeps its policy. */
	if (a->status == 204 || a->status == 304 || a->status == 101)
		return;
	buffer_format(out, "Content-Length: %zu\r\n", a->type ? a->body_size : 0);
	if (a->type)
		buffer_format(out, "Content-Type: %s\r\n", a->type);
	write_policy(a->type ? a->type : "", out);
}

static void write_head(const struct answer *a, struct buffer *out)
{
	buffer_format(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n" SECURITY_HEADERS, a->status,
		      reason_text(a->status), date_text());
	if (!a->in_the_clear)
		buffer_append_text(out, OPENER_POLICY);
	write_content(a, out);
	if (!a->cached && a->status != 101)
		buffer_append_text(out, "Cache-Control: no-store\r\n");
	if (!a->keep_alive)
		buffer_append_text(out, "Connection: close\r\n");
	buffer_append_slice(out, a->headers);
	buffer_append_text(out, "\r\n");
}

struct frame *answer_frame(const struct answer *a)
{
	struct buffer head = { 0 };
	struct frame *f;
	char *out;

	write_head(a, &head);
	f = frame_bare(head.size + a->body.size, &out);
	memcpy(out, head.data, head.size);
	if (a->body.size)
		memcpy(out + head.size, a->body.data, a->body.size);
	buffer_clear(&head);
	return f;
}

struct frame *answer_refusal(int status, bool head_only)
{
	struct buffer body = { 0 };
	struct answer a = { .status = status, .type = "application/json" };
	struct frame *f;
	size_t i = 0;

	while (refusals[i].status && refusals[i].status != status)
		i++;
	buffer_format(&body, "{\"error\":\"%s\",\"message\":\"%s\"}", error_code(refusals[i].error),
		      error_text(refusals[i].error));
	a.headers = slice_of(refusals[i].headers);
	a.body_size = body.size;
	if (!head_only)
		a.body = buffer_slice(&body);
	f = answer_frame(&a);
	buffer_clear(&body);
	return f;
}
