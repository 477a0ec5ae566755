/* GIF in, by giflib: the first frame, as large as it is itself. Its colour numbers are held whole
 * (a byte a pixel), since interlaced rows come out of order. */
#include <gif_lib.h>

#include "base/memory.h"
#include "picture/decoder.h"

enum { RGBA = 4, OPAQUE = 255, NO_COLOR = -1 };

struct gif {
	GifFileType *file;
	struct slice rest;
	int transparent; /* number of the colour; NO_COLOR: none */
	uint8_t *numbers;
	uint8_t *row;
};

static int on_read(GifFileType *file, GifByteType *out, int size)
{
	struct gif *g = file->UserData;
	size_t taken = (size_t)size < g->rest.size ? (size_t)size : g->rest.size;
	memcpy(out, g->rest.data, taken);
	g->rest.data += taken;
	g->rest.size -= taken;
	return (int)taken;
}

static void close_gif(struct gif *g)
{
	int error;
	if (g->file)
		(void)DGifCloseFile(g->file, &error);
	memory_free(g->numbers);
	memory_free(g->row);
}

static bool read_extension(struct gif *g)
{
	GifByteType *block = NULL;
	GraphicsControlBlock control;
	int code;
	if (DGifGetExtension(g->file, &code, &block) == GIF_ERROR)
		return false;
	if (code == GRAPHICS_EXT_FUNC_CODE && block &&
	    DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
		g->transparent = control.TransparentColor;
	while (block)
		if (DGifGetExtensionNext(g->file, &block) == GIF_ERROR)
			return false;
	return true;
}

/* Skips everything before the first frame. */
static bool find_frame(struct gif *g)
{
	GifRecordType type = UNDEFINED_RECORD_TYPE;
	while (DGifGetRecordType(g->file, &type) == GIF_OK) {
		if (type == IMAGE_DESC_RECORD_TYPE)
			return DGifGetImageDesc(g->file) == GIF_OK;
		if (type != EXTENSION_RECORD_TYPE || !read_extension(g))
			return false;
	}
	return false;
}

static const struct {
	int first;
	int step;
} passes[] = { { 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 } };

static bool read_line(struct gif *g, int y)
{
	int width = g->file->Image.Width;
	return DGifGetLine(g->file, g->numbers + (size_t)y * (size_t)width, width) == GIF_OK;
}

static bool read_interlaced(struct gif *g)
{
	for (size_t i = 0; i < sizeof(passes) / sizeof(passes[0]); i++)
		for (int y = passes[i].first; y < g->file->Image.Height; y += passes[i].step)
			if (!read_line(g, y))
				return false;
	return true;
}

static bool read_lines(struct gif *g)
{
	for (int y = 0; y < g->file->Image.Height; y++)
		if (!read_line(g, y))
			return false;
	return true;
}

static void color_row(struct gif *g, const ColorMapObject *colors, const uint8_t *numbers)
{
	for (int x = 0; x < g->file->Image.Width; x++) {
		uint8_t *out = g->row + (size_t)x * RGBA;
		int number = numbers[x];
		if (number == g->transparent || number >= colors->ColorCount) {
			memset(out, 0, RGBA);
			continue;
		}
		const GifColorType *color = &colors->Colors[number];
		out[0] = color->Red;
		out[1] = color->Green;
		out[2] = color->Blue;
		out[3] = OPAQUE;
	}
}

static enum picture_status reduce(struct gif *g, const ColorMapObject *colors, struct square *out)
{
	const GifImageDesc *frame = &g->file->Image;
	struct reduction *r = reduction_new((uint32_t)frame->Width, (uint32_t)frame->Height,
					    PICTURE_SIDE_MAX);
	for (int y = 0; y < frame->Height; y++) {
		color_row(g, colors, g->numbers + (size_t)y * (size_t)frame->Width);
		reduction_row_rgba(r, g->row);
	}
	(void)reduction_end(r, out);
	reduction_free(r);
	return PICTURE_OK;
}

static enum picture_status decode(struct gif *g, const struct picture_limits *limits,
				  struct decoded *out)
{
	enum picture_status status = decoder_check_size(limits, (uint64_t)g->file->SWidth,
							(uint64_t)g->file->SHeight);
	if (status == PICTURE_TOO_MANY_PIXELS)
		return status;
	if (!find_frame(g))
		return PICTURE_BROKEN;
	const GifImageDesc *frame = &g->file->Image;
	const ColorMapObject *colors = frame->ColorMap ? frame->ColorMap : g->file->SColorMap;
	status = decoder_check_size(limits, (uint64_t)frame->Width, (uint64_t)frame->Height);
	if (status || !colors)
		return status ? status : PICTURE_BROKEN;
	g->numbers = memory_zero((size_t)frame->Height, (size_t)frame->Width);
	g->row = memory_zero((size_t)frame->Width, RGBA);
	if (!(frame->Interlace ? read_interlaced(g) : read_lines(g)))
		return PICTURE_BROKEN;
	return reduce(g, colors, &out->square);
}

enum picture_status gif_decode(struct slice bytes, const struct picture_limits *limits,
			       struct decoded *out)
{
	struct gif g = { .rest = bytes, .transparent = NO_COLOR };
	int error;
	g.file = DGifOpen(&g, on_read, &error);
	enum picture_status status = g.file ? decode(&g, limits, out) : PICTURE_BROKEN;
	close_gif(&g);
	return status;
}
