#include "base/language.h"

#include "unit/harness.h"

TEST(the_first_known_language_is_chosen)
{
	static const struct {
		const char *tags;
		enum language expected;
	} rows[] = {
		{ "de", LANGUAGE_DE },
		{ "DE-ch", LANGUAGE_DE },
		{ "de-CH,de;q=0.9,en;q=0.8", LANGUAGE_DE },
		{ "fr-FR, ar;q=0.7, de;q=0.3", LANGUAGE_AR },
		{ "en-GB,de", LANGUAGE_EN },
		{ " ar ;q=1", LANGUAGE_AR },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_INT(language_choose(slice_of(rows[i].tags)), rows[i].expected);
}

TEST(anything_else_is_english)
{
	static const char *const rows[] = { "",  "fr",  "*",      ",,,",  ";",   "-",
					    "d", "deu", "german", "x-de", ";de", ",;-,;q" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_INT(language_choose(slice_of(rows[i])), LANGUAGE_EN);
	CHECK_INT(language_choose((struct slice){ NULL, 0 }), LANGUAGE_EN);
}
