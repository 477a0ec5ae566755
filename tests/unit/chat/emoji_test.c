#include "chat/emoji.h"

#include "unit/harness.h"

TEST(emojis_are_taken)
{
	static const char *const emojis[] = {
		"🙂",
		"👍🏽",
		"❤️",
		"❤",
		"☎️",
		"⌚",
		"🇨🇭",
		"1️⃣",
		"#⃣",
		"🏴󠁧󠁢󠁳󠁣󠁴󠁿",
		"🏳️‍🌈",
		"👩‍👩‍👧‍👦",
		"🧑🏻‍❤️‍💋‍🧑🏿",
		"🫠",
		"©️",
		"㊗️",
	};
	for (size_t i = 0; i < sizeof(emojis) / sizeof(emojis[0]); i++)
		harness_check(emoji_valid(slice_of(emojis[i])), emojis[i], __FILE__, __LINE__);
}

TEST(anything_else_is_not)
{
	static const char *const others[] = {
		"",
		"a",
		"7",
		"#",
		":)",
		"🙂🙂",
		"🙂 ",
		" 🙂",
		"🙂a",
		"🙂\xe2\x80\x8d",
		"\xe2\x80\x8d🙂",
		"\xe2\x80\x8d",
		"\xef\xb8\x8f",
		"🇨",
		"🇨🇭🇩🇪",
		"1️",
		"\xe2\x83\xa3",
		"🏿🏿",
		"é",
		"漢",
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		harness_check(!emoji_valid(slice_of(others[i])), others[i], __FILE__, __LINE__);
}

TEST(length_is_bounded)
{
	/* 8 pictures joined by 7 joiners are 15 code points and 53 bytes; one more is 17. */
	CHECK(emoji_valid(SLICE("🙂‍🙂‍🙂‍🙂‍🙂‍🙂‍🙂‍🙂")));
	CHECK(!emoji_valid(SLICE("🙂‍🙂‍🙂‍🙂‍🙂‍🙂‍🙂‍🙂‍🙂")));
	/* The end of a flag's tags is missing. */
	CHECK(!emoji_valid(SLICE("🏴\xf3\xa0\x81\xa7")));
}
