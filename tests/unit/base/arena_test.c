#include "base/arena.h"

#include <stdalign.h>

#include "unit/harness.h"

TEST(arena_gives_zeroed_aligned_pieces)
{
	struct arena *a = arena_new(0);
	for (size_t size = 0; size < 200; size++) {
		unsigned char *piece = arena_take(a, size);
		CHECK(piece);
		CHECK_INT((uintptr_t)piece % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			CHECK_INT(piece[i], 0);
		memset(piece, 0xff, size);
	}
	arena_free(a);
}

TEST(arena_pieces_do_not_overlap)
{
	enum { COUNT = 500, SIZE = 1000 };
	struct arena *a = arena_new(0);
	unsigned char *pieces[COUNT];
	for (int i = 0; i < COUNT; i++) {
		pieces[i] = arena_take(a, SIZE);
		memset(pieces[i], i & 0xff, SIZE);
	}
	for (int i = 0; i < COUNT; i++) {
		CHECK_INT(pieces[i][0], i & 0xff);
		CHECK_INT(pieces[i][SIZE - 1], i & 0xff);
	}
	arena_free(a);
}

TEST(arena_try_stops_at_the_limit)
{
	struct arena *a = arena_new(64);
	CHECK(arena_try(a, 48));
	CHECK(!arena_try(a, 17));
	CHECK(arena_try(a, 16));
	CHECK_INT(arena_size(a), 64);
	CHECK(!arena_try(a, 1));
	CHECK(arena_take(a, 1));
	CHECK_INT(arena_size(a), 80);
	CHECK(!arena_try(a, 1));
	arena_free(a);
}

TEST(arena_try_refuses_sizes_that_overflow)
{
	struct arena *a = arena_new(SIZE_MAX);
	CHECK(!arena_try(a, SIZE_MAX));
	CHECK(!arena_try(a, SIZE_MAX - 15));
	CHECK(!arena_try(a, PTRDIFF_MAX));
	CHECK(!arena_copy(a, (struct slice){ "x", SIZE_MAX }).data);
	CHECK_INT(arena_size(a), 0);
	arena_free(a);
}

TEST(arena_take_of_a_piece_larger_than_a_chunk)
{
	struct arena *a = arena_new(0);
	char *small = arena_take(a, 8);
	char *large = arena_take(a, 1 << 20);
	memset(large, 1, 1 << 20);
	CHECK_INT(small[0], 0);
	CHECK(arena_take(a, 8));
	arena_free(a);
}

TEST(arena_copy_ends_with_nul)
{
	struct arena *a = arena_new(1000);
	struct slice copy = arena_copy(a, (struct slice){ "abcdef", 3 });
	CHECK_SLICE(copy, "abc");
	CHECK_TEXT(copy.data, "abc");
	copy = arena_copy(a, SLICE(""));
	CHECK_TEXT(copy.data, "");
	CHECK_INT(copy.size, 0);
	copy = arena_copy(a, (struct slice){ NULL, 0 });
	CHECK_TEXT(copy.data, "");
	arena_free(a);
}

TEST(arena_copy_past_the_limit_is_absent)
{
	struct arena *a = arena_new(16);
	CHECK(!arena_copy(a, SLICE("sixteen letters!")).data);
	CHECK_SLICE(arena_copy(a, SLICE("fifteen letters")), "fifteen letters");
	arena_free(a);
}

TEST(arena_free_of_null_and_of_an_empty_one)
{
	arena_free(NULL);
	arena_free(arena_new(1));
}
