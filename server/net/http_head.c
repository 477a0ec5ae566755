/* Reads request heads (RFC 9112 §3, §5). Strict where lenience would allow request smuggling: lines
 * end in CRLF alone, no white space before the colon, no folded lines, no Transfer-Encoding, one
 * Content-Length of digits only. */
#include "net/http_head.h"

#include "base/text.h"

enum {
	STATUS_BAD = 400,
	STATUS_LENGTH_REQUIRED = 411,
	STATUS_TOO_LARGE = 413,
	STATUS_TARGET_TOO_LONG = 414,
	STATUS_FIELDS_TOO_LARGE = 431,
	STATUS_VERSION = 505,
	LENGTH_DIGITS_MAX = 18,
};

static const struct {
	struct slice name;
	enum method method;
} methods[] = {
	{ { "GET", 3 }, METHOD_GET },
	{ { "HEAD", 4 }, METHOD_HEAD },
	{ { "POST", 4 }, METHOD_POST },
	{ { "OPTIONS", 7 }, METHOD_OPTIONS },
};

size_t http_head_size(struct slice bytes, size_t *scanned)
{
	size_t from = *scanned > 3 ? *scanned - 3 : 0;
	const char *end = NULL;

	if (bytes.size > from)
		end = memmem(bytes.data + from, bytes.size - from, "\r\n\r\n", 4);
	*scanned = bytes.size;
	return end ? (size_t)(end - bytes.data) + 4 : 0;
}

static bool is_control(unsigned char c)
{
	return (c < ' ' && c != '\t') || c == 0x7f;
}

/* A control character, or half a line end. */
static bool is_broken(struct slice bytes, size_t at)
{
	unsigned char c = (unsigned char)bytes.data[at];
	bool after_return = at > 0 && bytes.data[at - 1] == '\r';

	if (c == '\n' || after_return)
		return c != '\n' || !after_return;
	return is_control(c) && c != '\r';
}

int http_head_doomed(struct slice bytes, size_t from)
{
	const char *line_end = memchr(bytes.data, '\r', bytes.size);
	size_t line_size = line_end ? (size_t)(line_end - bytes.data) : bytes.size;

	for (size_t i = from; i < bytes.size && i < HTTP_HEAD_BYTES_MAX; i++)
		if (is_broken(bytes, i))
			return STATUS_BAD;
	if (bytes.size <= HTTP_HEAD_BYTES_MAX)
		return 0;
	return line_size > HTTP_TARGET_BYTES_MAX ? STATUS_TARGET_TOO_LONG : STATUS_FIELDS_TOO_LARGE;
}

static bool is_token_character(unsigned char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
		return true;
	return c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static bool is_token(struct slice s)
{
	for (size_t i = 0; i < s.size; i++)
		if (!is_token_character((unsigned char)s.data[i]))
			return false;
	return s.size > 0;
}

/* Anything but control characters; a tab may stand inside. */
static bool is_field_value(struct slice s)
{
	for (size_t i = 0; i < s.size; i++)
		if (is_control((unsigned char)s.data[i]))
			return false;
	return true;
}

static struct slice trim(struct slice s)
{
	while (s.size && (*s.data == ' ' || *s.data == '\t')) {
		s.data++;
		s.size--;
	}
	while (s.size && (s.data[s.size - 1] == ' ' || s.data[s.size - 1] == '\t'))
		s.size--;
	return s;
}

/* Cuts `*rest` at the first `mark`; the part before it is returned, {NULL, 0} if there is no mark.
 */
static struct slice cut(struct slice *rest, const char *mark)
{
	size_t width = strlen(mark);
	const char *at = rest->size ? memmem(rest->data, rest->size, mark, width) : NULL;
	struct slice before = { 0 };

	if (!at)
		return before;
	before = (struct slice){ rest->data, (size_t)(at - rest->data) };
	rest->data += before.size + width;
	rest->size -= before.size + width;
	return before;
}

static enum method find_method(struct slice name)
{
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (slice_equal(methods[i].name, name))
			return methods[i].method;
	return METHOD_OTHER;
}

/* Printable ASCII without a fragment; what is beyond arrives percent-encoded. */
static bool is_target(struct slice s)
{
	for (size_t i = 0; i < s.size; i++)
		if (s.data[i] <= ' ' || s.data[i] > '~' || s.data[i] == '#')
			return false;
	return s.size > 0;
}

/* Takes "http://" or "https://" and an authority off; false if there is something else. */
static bool take_authority(struct slice *target, struct slice *authority)
{
	struct slice rest = *target;
	struct slice scheme = cut(&rest, "://");
	const char *path = rest.size ? memchr(rest.data, '/', rest.size) : NULL;

	if (!text_equal_ignoring_case(scheme, SLICE("http")) &&
	    !text_equal_ignoring_case(scheme, SLICE("https")))
		return false;
	*authority = (struct slice){ rest.data, path ? (size_t)(path - rest.data) : rest.size };
	/* Without a path it is "/", as there is one before the authority. */
	*target = path ? (struct slice){ path, rest.size - authority->size }
		       : (struct slice){ rest.data - 1, 1 };
	return authority->size > 0;
}

/* The absolute form must be taken (RFC 9112 §3.2.2); no forward proxy, so an authority alone is for
 * somebody else. */
static int parse_target(struct slice target, struct http_head *head)
{
	head->authority = (struct slice){ 0 };
	if (!is_target(target))
		return STATUS_BAD;
	if (target.size > HTTP_TARGET_BYTES_MAX)
		return STATUS_TARGET_TOO_LONG;
	if (target.data[0] != '/' && !slice_equal(target, SLICE("*")) &&
	    !take_authority(&target, &head->authority))
		return STATUS_BAD;
	head->target = target;
	return 0;
}

static int parse_version(struct slice version, int *minor)
{
	if (version.size != 8 || memcmp(version.data, "HTTP/", 5) != 0 || version.data[6] != '.')
		return STATUS_BAD;
	if (version.data[5] != '1' || (version.data[7] != '0' && version.data[7] != '1'))
		return STATUS_VERSION;
	*minor = version.data[7] - '0';
	return 0;
}

static int parse_request_line(struct slice line, struct http_head *head)
{
	struct slice rest = line;
	struct slice method = cut(&rest, " ");
	struct slice target = cut(&rest, " ");
	int status;

	if (!target.data || !is_token(method))
		return STATUS_BAD;
	head->method = find_method(method);
	status = parse_target(target, head);
	return status ? status : parse_version(rest, &head->minor);
}

static int parse_field(struct slice line, struct http_head *head)
{
	struct slice value = line;
	struct slice name = cut(&value, ":");

	if (!is_token(name) || !is_field_value(value))
		return STATUS_BAD;
	if (head->field_count == HTTP_FIELDS_MAX)
		return STATUS_FIELDS_TOO_LARGE;
	head->fields[head->field_count++] = (struct http_field){ name, trim(value) };
	return 0;
}

int http_head_parse(struct slice bytes, struct http_head *head)
{
	struct slice line;
	int status;

	head->field_count = 0;
	line = cut(&bytes, "\r\n");
	status = parse_request_line(line, head);
	while (status == 0) {
		line = cut(&bytes, "\r\n");
		if (line.size == 0)
			break;
		status = parse_field(line, head);
	}
	if (status == 0 && line.data == NULL)
		return STATUS_BAD;
	return status;
}

static bool has_name(const struct http_field *field, const char *name)
{
	return text_equal_ignoring_case(field->name, slice_of(name));
}

struct slice http_head_field(const struct http_head *head, const char *name)
{
	for (size_t i = 0; i < head->field_count; i++)
		if (has_name(&head->fields[i], name))
			return head->fields[i].value;
	return (struct slice){ 0 };
}

size_t http_head_count(const struct http_head *head, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < head->field_count; i++)
		if (has_name(&head->fields[i], name))
			count++;
	return count;
}

bool http_list_next(struct slice *list, struct slice *element)
{
	while (list->size) {
		const char *comma = memchr(list->data, ',', list->size);
		size_t size = comma ? (size_t)(comma - list->data) : list->size;
		*element = trim((struct slice){ list->data, size });
		list->data += comma ? size + 1 : size;
		list->size -= comma ? size + 1 : size;
		if (element->size)
			return true;
	}
	return false;
}

static bool list_has(struct slice list, const char *token)
{
	struct slice element;

	while (http_list_next(&list, &element))
		if (text_equal_ignoring_case(element, slice_of(token)))
			return true;
	return false;
}

bool http_head_lists(const struct http_head *head, const char *name, const char *token)
{
	for (size_t i = 0; i < head->field_count; i++)
		if (has_name(&head->fields[i], name) && list_has(head->fields[i].value, token))
			return true;
	return false;
}

/* Digits only: no sign, no space, no list. */
static int parse_length(struct slice text, size_t body_bytes_max, size_t *size)
{
	size_t length = 0;

	if (text.size == 0)
		return STATUS_BAD;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return STATUS_BAD;
		if (i < LENGTH_DIGITS_MAX)
			length = length * 10 + (size_t)(text.data[i] - '0');
	}
	if (text.size > LENGTH_DIGITS_MAX || length > body_bytes_max)
		return STATUS_TOO_LARGE;
	*size = length;
	return 0;
}

int http_body_size(const struct http_head *head, size_t body_bytes_max, size_t *size)
{
	size_t lengths = http_head_count(head, "content-length");

	*size = 0;
	if (http_head_count(head, "transfer-encoding") || lengths > 1)
		return STATUS_BAD;
	if (lengths == 0)
		return head->method == METHOD_POST ? STATUS_LENGTH_REQUIRED : 0;
	return parse_length(http_head_field(head, "content-length"), body_bytes_max, size);
}

bool http_keeps_alive(const struct http_head *head)
{
	return head->minor == 1 && !http_head_lists(head, "connection", "close");
}
