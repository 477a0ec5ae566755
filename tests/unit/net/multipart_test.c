/* Forms: what browsers send, and what nobody should. */
#include "net/multipart.h"

#include "base/buffer.h"
#include "unit/harness.h"

#define TYPE "multipart/form-data; boundary=XyZ"
#define PART(name, content) \
	"--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" content "\r\n"
#define END "--XyZ--\r\n"

static bool finds(const char *type, struct slice body, const char *content)
{
	struct slice found = { 0 };
	return multipart_find(slice_of(type), body, SLICE("file"), &found) &&
	       slice_equal(found, slice_of(content));
}

TEST(forms_of_browsers_are_read)
{
	/* Chromium, Firefox. */
	CHECK(finds("multipart/form-data; boundary=----WebKitFormBoundaryAbC123",
		    SLICE("------WebKitFormBoundaryAbC123\r\n"
			  "Content-Disposition: form-data; name=\"file\"; filename=\"me.png\"\r\n"
			  "Content-Type: image/png\r\n\r\nbytes\r\n"
			  "------WebKitFormBoundaryAbC123--\r\n"),
		    "bytes"));
	CHECK(finds(
		"multipart/form-data; boundary=----geckoformboundary1",
		SLICE("------geckoformboundary1\r\n"
		      "Content-Disposition: form-data; name=\"file\"; filename=\"a;b=c.png\"\r\n"
		      "Content-Type: image/png\r\n\r\n\r\n"
		      "------geckoformboundary1--\r\n"),
		""));
	CHECK(finds(TYPE, SLICE(PART("other", "x") PART("file", "bytes") PART("last", "") END),
		    "bytes"));
	CHECK(finds("Multipart/Form-Data;charset=utf-8 ; Boundary=\"XyZ\"",
		    SLICE(PART("file", "bytes") "--XyZ--"), "bytes"));
}

TEST(content_is_bytes)
{
	struct slice found;
	CHECK(multipart_find(SLICE(TYPE), SLICE(PART("file", "\r\n--Xy\0--XyZ\r\n\r\n") END),
			     SLICE("file"), &found));
	CHECK(slice_equal(found, SLICE("\r\n--Xy\0--XyZ\r\n\r\n")));
}

TEST(types_that_are_no_form)
{
	static const char *const types[] = {
		"",
		"multipart/form-data",
		"multipart/form-data; boundary",
		"multipart/form-data; boundary=",
		"multipart/form-data; boundary=\"\"",
		"multipart/form-data; boundary=\"XyZ",
		"multipart/form-data; boundary=XyZ; boundary=XyZ",
		"multipart/form-data; boundary=XyZ x",
		"multipart/form-data boundary=XyZ",
		"multipart/mixed; boundary=XyZ",
		"multipart/form-dataX; boundary=XyZ",
		"multipart/form-data; boundary="
		"1234567890123456789012345678901234567890123456789012345678901234567890X",
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		CHECK(!finds(types[i], SLICE(PART("file", "bytes") END), "bytes"));
	CHECK(!multipart_is(SLICE("image/png")));
	CHECK(multipart_is(SLICE("multipart/form-data; boundary=x")));
}

TEST(forms_that_are_not_whole)
{
	static const struct slice bodies[] = {
		{ "", 0 },
		{ "--XyZ", 5 },
		{ "--XyZ--\r\n", 9 },
		{ "--XyZ\r\n\r\nbytes\r\n--XyZ--", 23 },
	};
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		CHECK(!finds(TYPE, bodies[i], "bytes"));
	/* Every beginning. */
	const struct slice whole = SLICE(PART("file", "bytes") "--XyZ--");
	for (size_t size = 0; size < whole.size; size++)
		CHECK(!finds(TYPE, (struct slice){ whole.data, size }, "bytes"));
	CHECK(finds(TYPE, whole, "bytes"));
}

TEST(forms_that_nobody_sends)
{
	/* A preamble, an epilogue, bare line feeds, the part twice, no name, two names. */
	CHECK(!finds(TYPE, SLICE("hello\r\n" PART("file", "bytes") END), "bytes"));
	CHECK(!finds(TYPE, SLICE("\r\n" PART("file", "bytes") END), "bytes"));
	CHECK(!finds(TYPE, SLICE(PART("file", "bytes") END "more"), "bytes"));
	CHECK(!finds(
		TYPE,
		SLICE("--XyZ\nContent-Disposition: form-data; name=\"file\"\n\nbytes\n--XyZ--"),
		"bytes"));
	CHECK(!finds(TYPE, SLICE(PART("file", "bytes") PART("file", "bytes") END), "bytes"));
	CHECK(!finds(TYPE, SLICE("--XyZ\r\nContent-Type: image/png\r\n\r\nbytes\r\n" END),
		     "bytes"));
	CHECK(!finds(TYPE, SLICE(PART("file\"; name=\"other", "bytes") END), "bytes"));
	CHECK(!finds(TYPE,
		     SLICE("--XyZ\r\nContent-Disposition: form-data; name=\"other\"\r\n"
			   "Content-Disposition: form-data; name=\"file\"\r\n\r\nbytes\r\n" END),
		     "bytes"));
	CHECK(!finds(TYPE,
		     SLICE("--XyZ\r\nContent-Disposition: attachment; "
			   "name=\"file\"\r\n\r\nbytes\r\n" END),
		     "bytes"));
	CHECK(!finds(TYPE, SLICE("--XyZmore\r\n" PART("file", "bytes") END), "bytes"));
}

TEST(parts_and_heads_are_bounded)
{
	struct buffer form = { 0 };
	struct slice found;
	for (int i = 1; i < MULTIPART_PARTS_MAX; i++)
		buffer_append_text(&form, PART("other", ""));
	buffer_append_text(&form, PART("file", "bytes") END);
	CHECK(multipart_find(SLICE(TYPE), buffer_slice(&form), SLICE("file"), &found));
	buffer_reset(&form);
	for (int i = 0; i < MULTIPART_PARTS_MAX; i++)
		buffer_append_text(&form, PART("other", ""));
	buffer_append_text(&form, PART("file", "bytes") END);
	CHECK(!multipart_find(SLICE(TYPE), buffer_slice(&form), SLICE("file"), &found));
	buffer_reset(&form);
	buffer_append_text(&form, "--XyZ\r\nContent-Disposition: form-data; name=\"file\"\r\nX: ");
	for (int i = 0; i < MULTIPART_HEAD_BYTES_MAX; i++)
		buffer_append_byte(&form, 'x');
	buffer_append_text(&form, "\r\n\r\nbytes\r\n" END);
	CHECK(!multipart_find(SLICE(TYPE), buffer_slice(&form), SLICE("file"), &found));
	buffer_clear(&form);
}
