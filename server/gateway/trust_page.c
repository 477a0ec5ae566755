/* The page about the local authority, written by the server: whoever needs it may not have the
 * client yet, and has no script to wait for. */
#include "base/text.h"
#include "gateway/trust_private.h"

enum trust_text {
#define TRUST_TEXT(name, english, german, arabic) TEXT_##name,
#include "gateway/trust_texts.def"
#undef TRUST_TEXT
	TEXT_COUNT,
};

static const char *const texts[TEXT_COUNT][LANGUAGE_COUNT] = {
#define TRUST_TEXT(name, english, german, arabic) \
	[TEXT_##name] = { [LANGUAGE_EN] = english, [LANGUAGE_DE] = german, [LANGUAGE_AR] = arabic },
#include "gateway/trust_texts.def"
#undef TRUST_TEXT
};

static const struct {
	const char *tag;
	const char *direction;
	const char *own_name;
} languages[LANGUAGE_COUNT] = {
	[LANGUAGE_EN] = { "en", "ltr", "English" },
	[LANGUAGE_DE] = { "de", "ltr", "Deutsch" },
	[LANGUAGE_AR] = { "ar", "rtl", "العربية" },
};

/* In the order shown. The first whose sign stands in the browser's name is laid open; Android's
 * says Linux too. */
static const struct {
	enum trust_text name;
	enum trust_text steps;
	const char *sign;
} systems[] = {
	{ TEXT_ANDROID, TEXT_ANDROID_STEPS, "Android" },
	{ TEXT_IOS, TEXT_IOS_STEPS, "iPhone" },
	{ TEXT_IOS, TEXT_IOS_STEPS, "iPad" },
	{ TEXT_WINDOWS, TEXT_WINDOWS_STEPS, "Windows" },
	{ TEXT_MACOS, TEXT_MACOS_STEPS, "Macintosh" },
	{ TEXT_LINUX, TEXT_LINUX_STEPS, "Linux" },
	{ TEXT_FIREFOX, TEXT_FIREFOX_STEPS, "Firefox" },
};

static const char style[] =
	":root { color-scheme: light dark; --ground: #fff; --ink: #1c1d21; --quiet: #5a5d66; "
	"--line: #d9dbe0; --accent: #0e6753; --on-accent: #fff; --panel: #f4f5f7; }\n"
	"@media (prefers-color-scheme: dark) { :root { --ground: #17181b; --ink: #ececee; "
	"--quiet: #a7abb5; --line: #3a3d44; --accent: #62cba9; --on-accent: #10131a; "
	"--panel: #222429; } }\n"
	"* { box-sizing: border-box; }\n"
	"body { margin: 0; background: var(--ground); color: var(--ink); "
	"font: 1rem/1.5 system-ui, sans-serif; }\n"
	"main { max-inline-size: 42rem; margin-inline: auto; padding: 1.5rem 1rem 3rem; }\n"
	"h1 { font-size: 1.6rem; line-height: 1.25; margin-block: 0 .75rem; }\n"
	"h2 { font-size: 1.1rem; margin-block: 2rem .5rem; }\n"
	"p { margin-block: .5rem; }\n"
	"a { color: var(--accent); }\n"
	"a, summary { border-radius: .25rem; }\n"
	":focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }\n"
	"ul.files { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }\n"
	".button { display: block; padding: .7rem 1rem; border: 1px solid var(--accent); "
	"border-radius: .5rem; text-align: center; text-decoration: none; }\n"
	".button.first { background: var(--accent); color: var(--on-accent); font-weight: 600; }\n"
	"code { display: block; padding: .75rem; border-radius: .5rem; background: var(--panel); "
	"font: .9rem/1.6 ui-monospace, monospace; }\n"
	"details { border-block-end: 1px solid var(--line); }\n"
	"summary { padding-block: .7rem; cursor: pointer; font-weight: 600; }\n"
	"ol { margin-block: 0 1rem; padding-inline-start: 1.5rem; }\n"
	"li { margin-block: .35rem; }\n"
	"ul.files li { margin: 0; }\n"
	".quiet { color: var(--quiet); }\n"
	"nav { margin-block-start: 2.5rem; display: flex; gap: 1.25rem; }\n";

struct slice trust_style(void)
{
	return SLICE(style);
}

static const char *text_of(const struct trust_page *page, enum trust_text name)
{
	return texts[name][page->language];
}

/* Our own words, yet "&" stands in some of them. */
static void write_escaped(struct buffer *out, struct slice text)
{
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] == '&')
			buffer_append_text(out, "&amp;");
		else if (text.data[i] == '<')
			buffer_append_text(out, "&lt;");
		else
			buffer_append_byte(out, text.data[i]);
	}
}

static void write_element(const struct trust_page *page, const char *name, enum trust_text text,
			  struct buffer *out)
{
	buffer_format(out, "<%s>", name);
	write_escaped(out, slice_of(text_of(page, text)));
	buffer_format(out, "</%s>\n", name);
}

static void write_head(const struct trust_page *page, struct buffer *out)
{
	buffer_format(out,
		      "<!doctype html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n"
		      "<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		      languages[page->language].tag, languages[page->language].direction);
	write_element(page, "title", TEXT_TITLE, out);
	buffer_append_text(out, "<link rel=\"icon\" href=\"/icon.svg\">\n"
				"<link rel=\"stylesheet\" href=\"/ca.css\">\n</head>\n");
}

static void write_file(const struct trust_page *page, const char *path, enum trust_text text,
		       struct buffer *out)
{
	buffer_format(out, "<li><a class=\"button%s\" href=\"%s\">",
		      text == TEXT_CERTIFICATE ? " first" : "", path);
	write_escaped(out, slice_of(text_of(page, text)));
	buffer_append_text(out, "</a></li>\n");
}

static void write_files(const struct trust_page *page, struct buffer *out)
{
	write_element(page, "h2", TEXT_DOWNLOAD, out);
	buffer_append_text(out, "<ul class=\"files\">\n");
	write_file(page, "/ca.crt", TEXT_CERTIFICATE, out);
	write_file(page, "/ca.mobileconfig", TEXT_PROFILE, out);
	write_file(page, "/ca.pem", TEXT_TEXT_FORM, out);
	buffer_append_text(out, "</ul>\n");
}

static void write_fingerprint(const struct trust_page *page, struct buffer *out)
{
	write_element(page, "h2", TEXT_COMPARE, out);
	write_element(page, "p", TEXT_COMPARE_ABOUT, out);
	/* A line ends behind a colon, never within a byte. */
	buffer_append_text(out, "<code dir=\"ltr\">");
	for (const char *at = page->trust->fingerprint; *at; at++) {
		buffer_append_byte(out, *at);
		if (*at == ':')
			buffer_append_text(out, "<wbr>");
	}
	buffer_append_text(out, "</code>\n");
}

static void write_steps(const struct trust_page *page, enum trust_text steps, struct buffer *out)
{
	const char *line = text_of(page, steps);

	buffer_append_text(out, "<ol>\n");
	while (*line) {
		size_t size = strcspn(line, "\n");

		buffer_append_text(out, "<li>");
		write_escaped(out, (struct slice){ line, size });
		buffer_append_text(out, "</li>\n");
		line += size + (line[size] == '\n');
	}
	buffer_append_text(out, "</ol>\n");
}

static size_t find_system(struct slice agent)
{
	size_t count = sizeof(systems) / sizeof(systems[0]);

	for (size_t i = 0; i < count; i++)
		if (agent.size &&
		    memmem(agent.data, agent.size, systems[i].sign, strlen(systems[i].sign)))
			return i;
	return count;
}

static void write_systems(const struct trust_page *page, struct buffer *out)
{
	size_t own = find_system(page->agent);
	size_t count = sizeof(systems) / sizeof(systems[0]);

	write_element(page, "h2", TEXT_INSTALL, out);
	for (size_t i = 0; i < count; i++) {
		bool open = own < count && systems[own].name == systems[i].name;

		if (i > 0 && systems[i].name == systems[i - 1].name)
			continue;
		buffer_format(out, "<details%s>\n", open ? " open" : "");
		write_element(page, "summary", systems[i].name, out);
		write_steps(page, systems[i].steps, out);
		buffer_append_text(out, "</details>\n");
	}
}

static void write_link(const struct trust_page *page, struct buffer *out)
{
	int size = (int)page->host.size;

	write_element(page, "h2", TEXT_OPEN, out);
	buffer_format(out,
		      "<p><a class=\"button first\" href=\"https://%.*s/\" "
		      "dir=\"ltr\">https://%.*s</a></p>\n",
		      size, page->host.data, size, page->host.data);
	write_element(page, "p", TEXT_OPEN_ABOUT, out);
}

static void write_languages(const struct trust_page *page, struct buffer *out)
{
	buffer_format(out, "<nav aria-label=\"%s\">\n", text_of(page, TEXT_LANGUAGES));
	for (int i = 0; i < LANGUAGE_COUNT; i++)
		buffer_format(out, "<a href=\"/ca?lang=%s\" lang=\"%s\" dir=\"%s\"%s>%s</a>\n",
			      languages[i].tag, languages[i].tag, languages[i].direction,
			      i == (int)page->language ? " aria-current=\"true\"" : "",
			      languages[i].own_name);
	buffer_append_text(out, "</nav>\n");
}

void trust_page_write(const struct trust_page *page, struct buffer *out)
{
	write_head(page, out);
	buffer_append_text(out, "<body>\n<main>\n");
	write_element(page, "h1", TEXT_TITLE, out);
	write_element(page, "p", TEXT_INTRO, out);
	write_files(page, out);
	write_fingerprint(page, out);
	write_systems(page, out);
	write_link(page, out);
	write_element(page, "h2", TEXT_MEANING, out);
	write_element(page, "p", TEXT_MEANING_ABOUT, out);
	write_languages(page, out);
	buffer_append_text(out, "</main>\n</body>\n</html>\n");
}
