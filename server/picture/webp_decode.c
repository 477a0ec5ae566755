/* WebP in, by libwebp: of an animation the first frame, as large as that frame is. A large picture
 * is reduced by libwebp while it decodes, so that the result is never held whole. */
#include <webp/decode.h>
#include <webp/demux.h>

#include "base/memory.h"
#include "picture/decoder.h"
#include "picture/exif.h"

enum {
	RGBA = 4,
	/* Twice what is wanted, for averaging the rest of the way. */
	SHORT_SIDE_MAX = 2 * PICTURE_SIDE_MAX,
};

struct webp {
	WebPDemuxer *demuxer;
	WebPDecoderConfig config;
};

static struct slice slice_from(const WebPData *data)
{
	return (struct slice){ (const char *)data->bytes, data->size };
}

static int read_orientation(const struct webp *w)
{
	const struct slice head = { "Exif\0\0", 6 };
	WebPChunkIterator chunk;
	int orientation = 1;
	if (!WebPDemuxGetChunk(w->demuxer, "EXIF", 1, &chunk))
		return orientation;
	struct slice tiff = slice_from(&chunk.chunk);
	/* Some programs put JPEG's marker before it. */
	if (tiff.size > head.size && memcmp(tiff.data, head.data, head.size) == 0)
		tiff = (struct slice){ tiff.data + head.size, tiff.size - head.size };
	orientation = exif_orientation(tiff);
	WebPDemuxReleaseChunkIterator(&chunk);
	return orientation;
}

static void set_scale(WebPDecoderConfig *c)
{
	int width = c->input.width;
	int height = c->input.height;
	int side = width < height ? width : height;
	if (side <= SHORT_SIDE_MAX)
		return;
	/* At most 40 megapixels times 1,024: far below 2^63. */
	c->options.use_scaling = 1;
	c->options.scaled_width = (int)((int64_t)width * SHORT_SIDE_MAX / side);
	c->options.scaled_height = (int)((int64_t)height * SHORT_SIDE_MAX / side);
}

static void reduce(const WebPDecBuffer *from, struct square *out)
{
	const WebPRGBABuffer *pixels = &from->u.RGBA;
	struct reduction *r = reduction_new((uint32_t)from->width, (uint32_t)from->height,
					    PICTURE_SIDE_MAX);
	for (int y = 0; y < from->height; y++)
		reduction_row_rgba(r, pixels->rgba + (size_t)y * (size_t)pixels->stride);
	(void)reduction_end(r, out);
	reduction_free(r);
}

/* `frame`: the chunks of one frame, which libwebp reads without the container's head. */
static enum picture_status decode_frame(struct webp *w, const WebPData *frame,
					const struct picture_limits *limits, struct square *out)
{
	WebPDecoderConfig *c = &w->config;
	if (WebPGetFeatures(frame->bytes, frame->size, &c->input) != VP8_STATUS_OK)
		return PICTURE_BROKEN;
	enum picture_status status = decoder_check_size(limits, (uint64_t)c->input.width,
							(uint64_t)c->input.height);
	if (status)
		return status;
	set_scale(c);
	c->output.colorspace = MODE_RGBA;
	VP8StatusCode decoded = WebPDecode(frame->bytes, frame->size, c);
	if (decoded != VP8_STATUS_OK)
		return decoded == VP8_STATUS_OUT_OF_MEMORY ? PICTURE_TOO_MANY_PIXELS
							   : PICTURE_BROKEN;
	reduce(&c->output, out);
	return PICTURE_OK;
}

static enum picture_status decode(struct webp *w, const struct picture_limits *limits,
				  struct decoded *out)
{
	WebPIterator frame;
	enum picture_status status =
		decoder_check_size(limits, WebPDemuxGetI(w->demuxer, WEBP_FF_CANVAS_WIDTH),
				   WebPDemuxGetI(w->demuxer, WEBP_FF_CANVAS_HEIGHT));
	if (status)
		return status;
	out->orientation = read_orientation(w);
	if (!WebPDemuxGetFrame(w->demuxer, 1, &frame))
		return PICTURE_BROKEN;
	status = frame.complete ? decode_frame(w, &frame.fragment, limits, &out->square)
				: PICTURE_BROKEN;
	WebPDemuxReleaseIterator(&frame);
	return status;
}

enum picture_status webp_decode(struct slice bytes, const struct picture_limits *limits,
				struct decoded *out)
{
	const WebPData data = { (const uint8_t *)bytes.data, bytes.size };
	struct webp w = { .demuxer = WebPDemux(&data) };
	if (!w.demuxer || !WebPInitDecoderConfig(&w.config)) {
		WebPDemuxDelete(w.demuxer);
		return PICTURE_BROKEN;
	}
	enum picture_status status = decode(&w, limits, out);
	WebPFreeDecBuffer(&w.config.output);
	WebPDemuxDelete(w.demuxer);
	return status;
}
