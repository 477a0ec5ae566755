/* Faces made of ellipses. Each shape has a signed distance, so that its edge can be smooth; shapes
 * are laid over each other from back to front. The PNG is stored, not compressed: what takes it
 * makes JPEGs of it at once. */
#include "demo/portrait.h"

#include <math.h>

enum {
	SIDE = 320, /* pixels */
	ROW_BYTES = 1 + SIDE * 3,
	STORED_MAX = 65535, /* of a deflate block that is not compressed */
};

/* The picture is 1 wide and 1 high; y grows downwards. */
struct shape {
	float x;
	float y;
	float wide; /* half of the axes */
	float high;
	float from_y; /* nothing above, and nothing below `to_y` */
	float to_y;
	uint32_t colour;
};

enum { SHAPES_MAX = 40 };

struct drawing {
	struct shape shapes[SHAPES_MAX];
	size_t count;
};

/* ---- the shapes ---- */

static struct shape *add(struct drawing *d, uint32_t colour, float x, float y)
{
	struct shape *shape = &d->shapes[d->count++];
	*shape = (struct shape){ .x = x, .y = y, .from_y = -1, .to_y = 2, .colour = colour };
	return shape;
}

static struct shape *ellipse(struct drawing *d, uint32_t colour, const float at[4])
{
	struct shape *shape = add(d, colour, at[0], at[1]);
	shape->wide = at[2];
	shape->high = at[3];
	return shape;
}

#define AT(...)             \
	(const float[])     \
	{                   \
		__VA_ARGS__ \
	}

/* A colour that is darker (below 1) or lighter. */
static uint32_t shade(uint32_t colour, float by)
{
	uint32_t out = 0;
	for (int shift = 16; shift >= 0; shift -= 8) {
		float part = (float)(colour >> shift & 0xFF) * by;
		out |= (uint32_t)(part > 255 ? 255 : part) << shift;
	}
	return out;
}

static void hair_behind(struct drawing *d, const struct demo_portrait *p)
{
	switch (p->style) {
	case HAIR_LONG:
		ellipse(d, p->hair, AT(0.5F, 0.42F, 0.27F, 0.27F));
		ellipse(d, p->hair, AT(0.5F, 0.6F, 0.27F, 0.24F));
		return;
	case HAIR_BOB:
		ellipse(d, p->hair, AT(0.5F, 0.42F, 0.26F, 0.26F));
		ellipse(d, p->hair, AT(0.5F, 0.5F, 0.26F, 0.17F));
		return;
	case HAIR_BUN:
		ellipse(d, p->hair, AT(0.5F, 0.14F, 0.1F, 0.09F));
		return;
	case HAIR_SCARF:
		ellipse(d, p->hair, AT(0.5F, 0.43F, 0.27F, 0.29F));
		ellipse(d, p->hair, AT(0.5F, 0.72F, 0.25F, 0.16F));
		return;
	case HAIR_CURLY:
		for (int i = 0; i <= 8; i++) {
			float turn = 3.1416F * (float)i / 8;
			ellipse(d, p->hair,
				AT(0.5F - 0.21F * cosf(turn), 0.38F - 0.19F * sinf(turn), 0.09F,
				   0.09F));
		}
		return;
	case HAIR_SHORT:
	case HAIR_BEARD:
		return;
	}
}

static void body(struct drawing *d, const struct demo_portrait *p)
{
	ellipse(d, shade(p->background, 1.12F), AT(0.5F, 0.45F, 0.43F, 0.43F));
	hair_behind(d, p);
	ellipse(d, p->shirt, AT(0.5F, 1.08F, 0.42F, 0.34F));
	if (p->style != HAIR_SCARF) {
		ellipse(d, shade(p->skin, 0.88F), AT(0.5F, 0.7F, 0.09F, 0.13F));
		ellipse(d, p->skin, AT(0.29F, 0.47F, 0.035F, 0.055F));
		ellipse(d, p->skin, AT(0.71F, 0.47F, 0.035F, 0.055F));
	}
}

static void hair_before(struct drawing *d, const struct demo_portrait *p)
{
	struct shape *front;
	if (p->style == HAIR_SCARF) {
		front = ellipse(d, p->hair, AT(0.5F, 0.37F, 0.225F, 0.2F));
		front->to_y = 0.33F;
		return;
	}
	front = ellipse(d, p->hair, AT(0.5F, 0.4F, 0.22F, 0.24F));
	front->to_y = p->style == HAIR_BOB ? 0.36F : 0.32F;
	if (p->style == HAIR_LONG || p->style == HAIR_BUN)
		ellipse(d, p->hair, AT(0.42F, 0.27F, 0.16F, 0.09F));
	if (p->style != HAIR_BEARD)
		return;
	front = ellipse(d, p->hair, AT(0.5F, 0.52F, 0.212F, 0.2F));
	front->from_y = 0.56F;
	ellipse(d, shade(p->skin, 0.8F), AT(0.5F, 0.61F, 0.06F, 0.022F));
}

static void face(struct drawing *d, const struct demo_portrait *p)
{
	const uint32_t ink = 0x2A211C;
	ellipse(d, p->skin, AT(0.5F, 0.46F, 0.21F, 0.25F));
	hair_before(d, p);
	for (int side = -1; side <= 1; side += 2) {
		float x = 0.5F + 0.085F * (float)side;
		ellipse(d, shade(p->skin, 1.06F),
			AT(0.5F + 0.125F * (float)side, 0.54F, 0.04F, 0.03F));
		ellipse(d, 0xFFFFFF, AT(x, 0.45F, 0.032F, 0.024F));
		ellipse(d, ink, AT(x, 0.45F, 0.016F, 0.018F));
		ellipse(d, shade(p->hair, 0.8F), AT(x, 0.395F, 0.045F, 0.009F));
		if (!p->glasses)
			continue;
		ellipse(d, ink, AT(x, 0.45F, 0.066F, 0.056F));
		ellipse(d, shade(p->skin, 1.05F), AT(x, 0.45F, 0.056F, 0.046F));
		ellipse(d, ink, AT(x, 0.45F, 0.017F, 0.019F));
	}
	if (p->glasses)
		ellipse(d, ink, AT(0.5F, 0.445F, 0.03F, 0.006F));
	ellipse(d, shade(p->skin, 0.86F), AT(0.5F, 0.53F, 0.022F, 0.012F));
	struct shape *smile = ellipse(d, 0xA84A48, AT(0.5F, 0.595F, 0.062F, 0.035F));
	smile->from_y = 0.595F;
}

/* ---- pixels ---- */

/* How much of a pixel at (x, y) the shape covers, 0 … 1. */
static float coverage(const struct shape *s, float x, float y)
{
	const float px = (x - s->x) / s->wide;
	const float py = (y - s->y) / s->high;
	const float size = s->wide < s->high ? s->wide : s->high;
	float outside = (sqrtf(px * px + py * py) - 1) * size;
	if (s->from_y - y > outside)
		outside = s->from_y - y;
	if (y - s->to_y > outside)
		outside = y - s->to_y;
	const float covered = 0.5F - outside * SIDE;
	return covered < 0 ? 0 : covered > 1 ? 1 : covered;
}

static void pixel(const struct drawing *d, uint32_t background, int column, int row,
		  unsigned char out[3])
{
	const float x = ((float)column + 0.5F) / SIDE;
	const float y = ((float)row + 0.5F) / SIDE;
	for (int part = 0; part < 3; part++) {
		const int shift = 16 - 8 * part;
		float colour = (float)(background >> shift & 0xFF);
		for (size_t i = 0; i < d->count; i++) {
			const float over = (float)(d->shapes[i].colour >> shift & 0xFF);
			colour += (over - colour) * coverage(&d->shapes[i], x, y);
		}
		out[part] = (unsigned char)(colour + 0.5F);
	}
}

static void rows(struct buffer *out, const struct demo_portrait *p)
{
	struct drawing d = { .count = 0 };
	body(&d, p);
	face(&d, p);
	for (int row = 0; row < SIDE; row++) {
		buffer_append_byte(out, 0); /* no filter */
		for (int column = 0; column < SIDE; column++) {
			unsigned char colour[3];
			pixel(&d, p->background, column, row, colour);
			buffer_append(out, colour, sizeof(colour));
		}
	}
}

/* ---- PNG (RFC 2083, RFC 1950, RFC 1951) ---- */

static void big_endian(unsigned char out[4], uint32_t number)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(number >> (24 - 8 * i));
}

static uint32_t crc_of(const char *bytes, size_t size)
{
	uint32_t crc = 0xFFFFFFFF;
	for (size_t i = 0; i < size; i++) {
		crc ^= (unsigned char)bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320 : 0);
	}
	return ~crc;
}

static uint32_t adler_of(struct slice bytes)
{
	uint32_t a = 1;
	uint32_t b = 0;
	for (size_t i = 0; i < bytes.size; i++) {
		a = (a + (unsigned char)bytes.data[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static void append_number(struct buffer *out, uint32_t number)
{
	unsigned char bytes[4];
	big_endian(bytes, number);
	buffer_append(out, bytes, sizeof(bytes));
}

static void chunk(struct buffer *out, const char *type, struct slice content)
{
	append_number(out, (uint32_t)content.size);
	const size_t begin = out->size;
	buffer_append(out, type, 4);
	buffer_append_slice(out, content);
	append_number(out, crc_of(out->data + begin, out->size - begin));
}

/* A zlib stream of blocks that are stored as they are. */
static void stored(struct buffer *out, struct slice bytes)
{
	buffer_append(out, "\x78\x01", 2);
	for (size_t at = 0; at < bytes.size;) {
		const size_t left = bytes.size - at;
		const size_t size = left < STORED_MAX ? left : STORED_MAX;
		const unsigned char head[5] = {
			size == left,
			(unsigned char)(size & 0xFF),
			(unsigned char)(size >> 8),
			(unsigned char)(~size & 0xFF),
			(unsigned char)(~size >> 8 & 0xFF),
		};
		buffer_append(out, head, sizeof(head));
		buffer_append(out, bytes.data + at, size);
		at += size;
	}
	append_number(out, adler_of(bytes));
}

void portrait_draw(struct buffer *out, const struct demo_portrait *portrait)
{
	struct buffer raw = { 0 };
	struct buffer packed = { 0 };
	unsigned char header[13] = { [8] = 8, [9] = 2 }; /* 8 bits each of red, green and blue */
	big_endian(header, SIDE);
	big_endian(header + 4, SIDE);
	rows(&raw, portrait);
	stored(&packed, buffer_slice(&raw));
	buffer_append(out, "\x89PNG\r\n\x1a\n", 8);
	chunk(out, "IHDR", (struct slice){ (const char *)header, sizeof(header) });
	chunk(out, "IDAT", buffer_slice(&packed));
	chunk(out, "IEND", (struct slice){ "", 0 });
	buffer_clear(&raw);
	buffer_clear(&packed);
}
