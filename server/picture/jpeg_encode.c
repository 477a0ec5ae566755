/* JPEG out. The sizes are ours, so libjpeg's default way of failing (to exit) is a bug of ours. */
#include "picture/jpeg_encode.h"

#include <stdio.h>

#include <jpeglib.h>

#include "base/memory.h"

enum { RGB = 3, QUALITY = 80 };

static void set_up(struct jpeg_compress_struct *c, uint32_t side)
{
	c->image_width = side;
	c->image_height = side;
	c->input_components = RGB;
	c->in_color_space = JCS_RGB;
	jpeg_set_defaults(c);
	jpeg_set_quality(c, QUALITY, TRUE);
	c->optimize_coding = TRUE;
}

void jpeg_encode(const struct square *s, struct buffer *out)
{
	struct jpeg_compress_struct c = { 0 };
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long size = 0;
	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &size);
	set_up(&c, s->side);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		JSAMPROW row = s->pixels + (size_t)c.next_scanline * s->side * RGB;
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	buffer_append(out, bytes, size);
	jpeg_destroy_compress(&c);
	/* libjpeg took it from malloc. */
	memory_free(bytes);
}
