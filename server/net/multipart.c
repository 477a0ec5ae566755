/* A form is cut at its boundary from the left: delimiter, head, content, delimiter … end. */
#include "net/multipart.h"

#include "base/text.h"

enum { BOUNDARY_MAX = 70 };

static const struct slice form = { "multipart/form-data", 19 };

static bool begins_with(struct slice s, struct slice beginning)
{
	return s.size >= beginning.size && memcmp(s.data, beginning.data, beginning.size) == 0;
}

static struct slice without(struct slice s, size_t size)
{
	return (struct slice){ s.data + size, s.size - size };
}

/* Takes `beginning` off; false if it is not there. */
static bool take(struct slice *s, struct slice beginning)
{
	if (!begins_with(*s, beginning))
		return false;
	*s = without(*s, beginning.size);
	return true;
}

/* Cuts `*rest` at the first `mark`, which goes as well; false without one. */
static bool cut(struct slice *rest, struct slice mark, struct slice *before)
{
	const char *at = rest->size ? memmem(rest->data, rest->size, mark.data, mark.size) : NULL;
	if (!at)
		return false;
	*before = (struct slice){ rest->data, (size_t)(at - rest->data) };
	*rest = without(*rest, before->size + mark.size);
	return true;
}

static void skip_blanks(struct slice *s)
{
	while (s->size > 0 && (*s->data == ' ' || *s->data == '\t'))
		*s = without(*s, 1);
}

static bool is_token_end(char c)
{
	return c == ';' || c == ' ' || c == '\t' || c == '"' || c == '=';
}

/* A token or a quoted text without escapes (browsers write %22 for a quote). */
static bool take_value(struct slice *s, struct slice *value)
{
	size_t size = 0;
	if (take(s, SLICE("\"")))
		return cut(s, SLICE("\""), value) && !memchr(value->data, '\\', value->size);
	while (size < s->size && !is_token_end(s->data[size]))
		size++;
	*value = (struct slice){ s->data, size };
	*s = without(*s, size);
	return size > 0;
}

/* Takes `; name=value` off; false at the end or at anything else. */
static bool take_parameter(struct slice *s, struct slice *name, struct slice *value)
{
	skip_blanks(s);
	if (!take(s, SLICE(";")))
		return false;
	skip_blanks(s);
	return cut(s, SLICE("="), name) && name->size > 0 && !memchr(name->data, '"', name->size) &&
	       take_value(s, value);
}

/* The one parameter of that name; false if the list is not well-formed, or has it never or twice.
 */
static bool find_parameter(struct slice list, const char *wanted, struct slice *found)
{
	size_t count = 0;
	struct slice name;
	struct slice value;
	while (take_parameter(&list, &name, &value)) {
		if (!text_equal_ignoring_case(name, slice_of(wanted)))
			continue;
		*found = value;
		count++;
	}
	skip_blanks(&list);
	return list.size == 0 && count == 1;
}

static bool boundary_valid(struct slice boundary)
{
	if (boundary.size == 0 || boundary.size > BOUNDARY_MAX)
		return false;
	for (size_t i = 0; i < boundary.size; i++)
		if (boundary.data[i] < ' ' || boundary.data[i] > '~')
			return false;
	return boundary.data[boundary.size - 1] != ' ';
}

bool multipart_is(struct slice content_type)
{
	return content_type.size >= form.size &&
	       text_equal_ignoring_case((struct slice){ content_type.data, form.size }, form) &&
	       (content_type.size == form.size || content_type.data[form.size] == ';' ||
		content_type.data[form.size] == ' ');
}

/* The name that one line of a part's head gives it; other lines are of no interest. */
static bool line_name(struct slice line, struct slice *name)
{
	struct slice field;
	const struct slice kind = SLICE("form-data");
	if (!cut(&line, SLICE(":"), &field) ||
	    !text_equal_ignoring_case(field, SLICE("content-disposition")))
		return false;
	skip_blanks(&line);
	if (line.size < kind.size ||
	    !text_equal_ignoring_case((struct slice){ line.data, kind.size }, kind))
		return false;
	return find_parameter(without(line, kind.size), "name", name);
}

/* A head without its last line break. The name is asked for exactly once. */
static bool head_name(struct slice head, struct slice *name)
{
	size_t count = 0;
	struct slice line;
	while (head.size > 0) {
		if (!cut(&head, SLICE("\r\n"), &line)) {
			line = head;
			head.size = 0;
		}
		count += line_name(line, name);
	}
	return count == 1;
}

struct reading_form {
	struct slice rest;
	char delimiter[4 + BOUNDARY_MAX]; /* CRLF -- boundary */
	size_t delimiter_size;
	size_t parts;
};

static bool open_form(struct reading_form *f, struct slice content_type, struct slice body)
{
	struct slice boundary;
	if (!multipart_is(content_type) ||
	    !find_parameter(without(content_type, form.size), "boundary", &boundary) ||
	    !boundary_valid(boundary))
		return false;
	memcpy(f->delimiter, "\r\n--", 4);
	memcpy(f->delimiter + 4, boundary.data, boundary.size);
	f->delimiter_size = 4 + boundary.size;
	f->rest = body;
	/* The first has no line before it. */
	return take(&f->rest, (struct slice){ f->delimiter + 2, f->delimiter_size - 2 });
}

/* Takes a part off, behind its delimiter. */
static bool take_part(struct reading_form *f, struct slice *name, struct slice *content)
{
	struct slice head;
	const struct slice delimiter = { f->delimiter, f->delimiter_size };
	if (++f->parts > MULTIPART_PARTS_MAX || !take(&f->rest, SLICE("\r\n")))
		return false;
	struct slice near = f->rest;
	if (near.size > MULTIPART_HEAD_BYTES_MAX)
		near.size = MULTIPART_HEAD_BYTES_MAX;
	if (!cut(&near, SLICE("\r\n\r\n"), &head) || !head_name(head, name))
		return false;
	f->rest = without(f->rest, head.size + 4);
	return cut(&f->rest, delimiter, content);
}

/* The last delimiter, and perhaps a line break, is all that is left. */
static bool at_end(const struct reading_form *f)
{
	return slice_equal(f->rest, SLICE("--")) || slice_equal(f->rest, SLICE("--\r\n"));
}

bool multipart_find(struct slice content_type, struct slice body, struct slice name,
		    struct slice *content)
{
	struct reading_form f = { 0 };
	struct slice part_name;
	struct slice part;
	size_t count = 0;
	if (!open_form(&f, content_type, body))
		return false;
	while (!at_end(&f)) {
		if (!take_part(&f, &part_name, &part))
			return false;
		if (!slice_equal(part_name, name))
			continue;
		*content = part;
		count++;
	}
	return count == 1;
}
