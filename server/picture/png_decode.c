/* PNG in, by libpng: everything becomes 8 bits RGB or RGBA. Interlaced pictures are the only ones
 * that are held whole. Errors come back by longjmp, as in jpeg_decode.c. */
#include <png.h>

#include "base/check.h"
#include "base/memory.h"
#include "picture/decoder.h"
#include "picture/exif.h"

enum { RGB = 3, RGBA = 4 };

struct png {
	png_structp png;
	png_infop info;
	struct slice rest;
	struct reduction *reduction;
	uint8_t *pixels; /* a row, or all of them */
};

static _Noreturn void on_error(png_structp png, png_const_charp text)
{
	(void)text;
	png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static void on_read(png_structp png, png_bytep out, size_t size)
{
	struct png *p = png_get_io_ptr(png);
	if (size > p->rest.size)
		png_error(png, "truncated");
	memcpy(out, p->rest.data, size);
	p->rest.data += size;
	p->rest.size -= size;
}

static void open_png(struct png *p, struct slice bytes)
{
	p->rest = bytes;
	p->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
	ASSERT(p->png != NULL);
	p->info = png_create_info_struct(p->png);
	ASSERT(p->info != NULL);
	png_set_read_fn(p->png, p, on_read);
	/* The size is checked by us, with an error of its own. */
	png_set_user_limits(p->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
}

static void close_png(struct png *p)
{
	png_destroy_read_struct(&p->png, &p->info, NULL);
	reduction_free(p->reduction);
	memory_free(p->pixels);
}

static int read_orientation(const struct png *p)
{
	png_uint_32 size = 0;
	png_bytep bytes = NULL;
	if (png_get_eXIf_1(p->png, p->info, &size, &bytes) == 0)
		return 1;
	return exif_orientation((struct slice){ (const char *)bytes, size });
}

/* Whatever the colours are stored as, rows come out as RGB or RGBA of 8 bits. */
static int set_up(struct png *p)
{
	png_set_expand(p->png);
	png_set_scale_16(p->png);
	png_set_gray_to_rgb(p->png);
	int passes = png_set_interlace_handling(p->png);
	png_read_update_info(p->png, p->info);
	return passes;
}

static void add_row(struct png *p, const uint8_t *row)
{
	if (png_get_channels(p->png, p->info) == RGBA)
		reduction_row_rgba(p->reduction, row);
	else
		reduction_row(p->reduction, row);
}

static void read_rows(struct png *p, uint32_t height)
{
	for (uint32_t y = 0; y < height; y++) {
		png_read_row(p->png, p->pixels, NULL);
		add_row(p, p->pixels);
	}
}

static void read_interlaced(struct png *p, uint32_t height, int passes)
{
	size_t row_size = png_get_rowbytes(p->png, p->info);
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < height; y++)
			png_read_row(p->png, p->pixels + y * row_size, NULL);
	for (uint32_t y = 0; y < height; y++)
		add_row(p, p->pixels + y * row_size);
}

static void read_pixels(struct png *p, uint32_t width, uint32_t height)
{
	int passes = set_up(p);
	uint8_t channels = png_get_channels(p->png, p->info);
	ASSERT(channels == RGB || channels == RGBA);
	ASSERT(png_get_rowbytes(p->png, p->info) == (size_t)width * channels);
	p->pixels = memory_zero(passes > 1 ? height : 1, (size_t)width * channels);
	p->reduction = reduction_new(width, height, PICTURE_SIDE_MAX);
	if (passes > 1)
		read_interlaced(p, height, passes);
	else
		read_rows(p, height);
}

static enum picture_status decode(struct png *p, const struct picture_limits *limits,
				  struct decoded *out)
{
	if (setjmp(png_jmpbuf(p->png)))
		return PICTURE_BROKEN;
	png_read_info(p->png, p->info);
	out->orientation = read_orientation(p);
	uint32_t width = png_get_image_width(p->png, p->info);
	uint32_t height = png_get_image_height(p->png, p->info);
	enum picture_status status = decoder_check_size(limits, width, height);
	if (status)
		return status;
	read_pixels(p, width, height);
	return reduction_end(p->reduction, &out->square) ? PICTURE_OK : PICTURE_BROKEN;
}

enum picture_status png_decode(struct slice bytes, const struct picture_limits *limits,
			       struct decoded *out)
{
	struct png p = { 0 };
	open_png(&p, bytes);
	enum picture_status status = decode(&p, limits, out);
	close_png(&p);
	return status;
}
