/* JPEG in, by libjpeg: reduced by 2, 4 or 8 while it is decoded where the picture is large enough,
 * which costs little time and memory. Errors come back by longjmp to the one place that starts
 * decoding; everything that must outlive it stands in `struct jpeg`. */
#include <setjmp.h>
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>

#include "base/memory.h"
#include "picture/decoder.h"
#include "picture/exif.h"

enum { RGB = 3, CMYK = 4, EXIF_MARKER = JPEG_APP0 + 1, EXIF_BYTES_MAX = 0xffff };

struct jpeg {
	struct jpeg_decompress_struct info;
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	struct reduction *reduction;
	uint8_t *row;
	uint8_t *rgb; /* of a CMYK row */
};

static void on_error(j_common_ptr info)
{
	struct jpeg *j = (struct jpeg *)info;
	longjmp(j->failed, 1);
}

/* libjpeg fills what is missing with grey and warns; for us the picture is broken then. Other
 * warnings are common in pictures that every browser shows. */
static void on_message(j_common_ptr info, int level)
{
	if (level < 0 && info->err->msg_code == JWRN_JPEG_EOF)
		on_error(info);
}

static void be_quiet(j_common_ptr info)
{
	(void)info;
}

static void open_jpeg(struct jpeg *j)
{
	j->info.err = jpeg_std_error(&j->errors);
	j->errors.error_exit = on_error;
	j->errors.emit_message = on_message;
	j->errors.output_message = be_quiet;
	jpeg_create_decompress(&j->info);
}

static void close_jpeg(struct jpeg *j)
{
	jpeg_destroy_decompress(&j->info);
	reduction_free(j->reduction);
	memory_free(j->row);
	memory_free(j->rgb);
}

static int read_orientation(const struct jpeg *j)
{
	const struct slice head = { "Exif\0\0", 6 };
	for (jpeg_saved_marker_ptr m = j->info.marker_list; m; m = m->next) {
		struct slice data = { (const char *)m->data, m->data_length };
		if (data.size > head.size && memcmp(data.data, head.data, head.size) == 0)
			return exif_orientation(
				(struct slice){ data.data + head.size, data.size - head.size });
	}
	return 1;
}

/* The largest reduction that leaves enough pixels. */
static unsigned int eighths(const struct jpeg *j)
{
	JDIMENSION side = j->info.image_width < j->info.image_height ? j->info.image_width
								     : j->info.image_height;
	unsigned int n = 1;
	while (n < 8 && (uint64_t)side * n / 8 < PICTURE_SIDE_MAX)
		n *= 2;
	return n;
}

static void start(struct jpeg *j)
{
	bool cmyk = j->info.num_components == CMYK;
	j->info.scale_num = eighths(j);
	j->info.scale_denom = 8;
	j->info.out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
	jpeg_start_decompress(&j->info);
	size_t width = j->info.output_width;
	j->row = memory_zero(width, (size_t)j->info.output_components);
	j->rgb = memory_zero(width, RGB);
	j->reduction = reduction_new(j->info.output_width, j->info.output_height, PICTURE_SIDE_MAX);
}

/* Adobe's programs store the inks inverted, and nearly all such files are theirs. */
static void cmyk_to_rgb(const struct jpeg *j)
{
	bool inverted = j->info.saw_Adobe_marker;
	for (size_t x = 0; x < j->info.output_width; x++) {
		const uint8_t *ink = j->row + x * CMYK;
		int black = inverted ? ink[RGB] : 255 - ink[RGB];
		for (size_t i = 0; i < RGB; i++) {
			int light = inverted ? ink[i] : 255 - ink[i];
			j->rgb[x * RGB + i] = (uint8_t)((light * black + 127) / 255);
		}
	}
}

static void read_rows(struct jpeg *j)
{
	bool cmyk = j->info.out_color_space == JCS_CMYK;
	JSAMPROW row = j->row;
	while (j->info.output_scanline < j->info.output_height) {
		jpeg_read_scanlines(&j->info, &row, 1);
		if (cmyk)
			cmyk_to_rgb(j);
		reduction_row(j->reduction, cmyk ? j->rgb : j->row);
	}
}

/* A progressive picture is held whole by libjpeg; some that pass by their header need too much. */
static enum picture_status failure(const struct jpeg *j)
{
	return j->errors.msg_code == JERR_OUT_OF_MEMORY ? PICTURE_TOO_MANY_PIXELS : PICTURE_BROKEN;
}

static enum picture_status decode(struct jpeg *j, struct slice bytes,
				  const struct picture_limits *limits, struct decoded *out)
{
	if (setjmp(j->failed))
		return failure(j);
	open_jpeg(j);
	jpeg_mem_src(&j->info, (const unsigned char *)bytes.data, bytes.size);
	jpeg_save_markers(&j->info, EXIF_MARKER, EXIF_BYTES_MAX);
	jpeg_read_header(&j->info, TRUE);
	out->orientation = read_orientation(j);
	enum picture_status status = decoder_check_size(limits, j->info.image_width,
							j->info.image_height);
	if (status)
		return status;
	start(j);
	read_rows(j);
	return reduction_end(j->reduction, &out->square) ? PICTURE_OK : PICTURE_BROKEN;
}

enum picture_status jpeg_decode(struct slice bytes, const struct picture_limits *limits,
				struct decoded *out)
{
	struct jpeg j = { 0 };
	enum picture_status status = decode(&j, bytes, limits, out);
	close_jpeg(&j);
	return status;
}
