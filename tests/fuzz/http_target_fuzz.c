/* Paths, queries, cookies, hosts and addresses: what is accepted has one form only. */
#include <stdint.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/memory.h"
#include "base/text.h"
#include "net/address.h"
#include "net/hosts.h"
#include "net/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every byte but '/' encoded. */
static void encode(struct slice path, struct buffer *out)
{
	for (size_t i = 0; i < path.size; i++) {
		if (path.data[i] == '/')
			buffer_append_byte(out, '/');
		else
			buffer_format(out, "%%%02x", (unsigned char)path.data[i]);
	}
}

static void check_path(struct slice path)
{
	struct buffer encoded = { 0 };
	char *again;

	ASSERT(path.data[0] == '/' && text_is_utf8(path));
	ASSERT(!memmem(path.data, path.size, "//", 2) && !memmem(path.data, path.size, "/../", 4));
	ASSERT(!memmem(path.data, path.size, "/./", 3) && !memchr(path.data, '\\', path.size));
	for (size_t i = 0; i < path.size; i++)
		ASSERT((unsigned char)path.data[i] >= ' ' && path.data[i] != 0x7f);
	encode(path, &encoded);
	again = memory_take(encoded.size);
	ASSERT(slice_equal(
		(struct slice){ again, target_decode_path(buffer_slice(&encoded), again) }, path));
	memory_free(again);
	buffer_clear(&encoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice target = { memory_take(size ? size : 1), size };
	char *out = memory_take(size ? size : 1);
	struct slice path;
	struct slice query;
	struct network network;
	size_t decoded;

	memcpy((char *)(uintptr_t)target.data, data, size);
	target_split(target, &path, &query);
	decoded = target_decode_path(path, out);
	ASSERT(decoded <= path.size);
	if (decoded)
		check_path((struct slice){ out, decoded });
	if (query.data && target_decode_value(target_parameter(query, "a"), out, &decoded))
		ASSERT(decoded <= query.size && !memchr(out, '\0', decoded));
	(void)target_cookie(target, "confab");
	ASSERT(host_name(target).size <= target.size);
	if (network_parse(target, &network))
		ASSERT(network.bits >= 0 && network.bits <= 128 &&
		       network_has(&network, &network.address));
	memory_free(out);
	memory_free((char *)(uintptr_t)target.data);
	return 0;
}
