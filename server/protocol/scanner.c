/* The strict gate before cJSON, which cuts texts at NUL, lets control characters and lone
 * surrogates through and nests a thousand deep. What passes here is exactly JSON, and small;
 * nothing is allocated. The recursion is as deep as the document, so at most SCANNER_DEPTH_MAX. */
#include "protocol/scanner.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

struct scanner {
	const char *start;
	const char *at;
	const char *end;
	size_t depth;
	size_t values;
	struct decode_problem *problem;
};

static bool scan_value(struct scanner *s);

static bool refuse(struct scanner *s, enum error error, const char *why)
{
	s->problem->error = error;
	snprintf(s->problem->text, sizeof(s->problem->text), "at byte %zu: %s",
		 (size_t)(s->at - s->start), why);
	return false;
}

static bool malformed(struct scanner *s, const char *why)
{
	return refuse(s, ERROR_MALFORMED, why);
}

/* The next byte, or -1 at the end. */
static int peek(const struct scanner *s)
{
	return s->at < s->end ? (unsigned char)*s->at : -1;
}

static bool take(struct scanner *s, char byte)
{
	if (peek(s) != (unsigned char)byte)
		return false;
	s->at++;
	return true;
}

static void skip_spaces(struct scanner *s)
{
	while (s->at < s->end &&
	       (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
		s->at++;
}

static int hex_digit(int byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return -1;
}

/* The four digits of \uXXXX at `at`, or -1; moves behind them. */
static int32_t scan_hex(struct scanner *s)
{
	int32_t unit = 0;

	for (int i = 0; i < 4; i++) {
		const int digit = hex_digit(peek(s));
		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
		s->at++;
	}
	return unit;
}

static bool is_high_surrogate(int32_t unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low_surrogate(int32_t unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Behind "\u". */
static bool scan_unicode_escape(struct scanner *s)
{
	const int32_t unit = scan_hex(s);

	if (unit < 0)
		return malformed(s, "\\u needs four hexadecimal digits");
	if (unit == 0)
		return malformed(s, "\\u0000 is not allowed");
	if (is_low_surrogate(unit))
		return malformed(s, "half of a surrogate pair");
	if (!is_high_surrogate(unit))
		return true;
	if (!take(s, '\\') || !take(s, 'u') || !is_low_surrogate(scan_hex(s)))
		return malformed(s, "half of a surrogate pair");
	return true;
}

/* Behind "\". */
static bool scan_escape(struct scanner *s)
{
	static const char simple[] = "\"\\/bfnrt";
	const int byte = peek(s);

	if (byte < 0)
		return malformed(s, "the text does not end");
	if (byte != 'u' && !memchr(simple, byte, sizeof(simple) - 1))
		return malformed(s, "unknown escape");
	s->at++;
	return byte != 'u' || scan_unicode_escape(s);
}

/* Behind the first quote. */
static bool scan_text(struct scanner *s)
{
	while (s->at < s->end) {
		const unsigned char byte = (unsigned char)*s->at;
		if (byte < 0x20)
			return malformed(s, "control character in a text");
		s->at++;
		if (byte == '"')
			return true;
		if (byte == '\\' && !scan_escape(s))
			return false;
	}
	return malformed(s, "the text does not end");
}

static bool scan_digits(struct scanner *s)
{
	const char *first = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return s->at > first;
}

static bool scan_fraction_and_exponent(struct scanner *s)
{
	if (take(s, '.') && !scan_digits(s))
		return malformed(s, "a digit is missing");
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '+'))
			(void)take(s, '-');
		if (!scan_digits(s))
			return malformed(s, "a digit is missing");
	}
	return true;
}

static bool scan_number(struct scanner *s)
{
	const char *first = s->at;

	(void)take(s, '-');
	if (!take(s, '0') && !scan_digits(s))
		return malformed(s, "a digit is missing");
	if (!scan_fraction_and_exponent(s))
		return false;
	if (s->at - first > SCANNER_NUMBER_MAX)
		return malformed(s, "the number is too long");
	return true;
}

static bool scan_literal(struct scanner *s, struct slice literal)
{
	if ((size_t)(s->end - s->at) < literal.size ||
	    memcmp(s->at, literal.data, literal.size) != 0)
		return malformed(s, "a value is expected");
	s->at += literal.size;
	return true;
}

/* Behind the opening bracket, before the first entry; true if it closes at once (*empty). */
static bool open_container(struct scanner *s, char closer, bool *empty)
{
	if (++s->depth > SCANNER_DEPTH_MAX)
		return malformed(s, "nested too deep");
	skip_spaces(s);
	*empty = take(s, closer);
	return true;
}

/* Behind an entry: a comma (*more) or the end. */
static bool after_entry(struct scanner *s, char closer, bool *more)
{
	skip_spaces(s);
	*more = take(s, ',');
	if (*more || take(s, closer))
		return true;
	return malformed(s, closer == '}' ? "',' or '}' is expected" : "',' or ']' is expected");
}

static bool scan_member(struct scanner *s)
{
	skip_spaces(s);
	if (!take(s, '"'))
		return malformed(s, "a name in quotes is expected");
	if (!scan_text(s))
		return false;
	skip_spaces(s);
	if (!take(s, ':'))
		return malformed(s, "':' is expected");
	return scan_value(s);
}

static bool scan_container(struct scanner *s, char closer, bool (*scan_entry)(struct scanner *s))
{
	bool empty;
	bool more = true;

	if (!open_container(s, closer, &empty))
		return false;
	while (!empty && more) {
		if (!scan_entry(s) || !after_entry(s, closer, &more))
			return false;
	}
	s->depth--;
	return true;
}

static bool scan_value(struct scanner *s)
{
	skip_spaces(s);
	if (++s->values > SCANNER_VALUES_MAX)
		return refuse(s, ERROR_TOO_LARGE, "too many values");
	switch (peek(s)) {
	case '{':
		s->at++;
		return scan_container(s, '}', scan_member);
	case '[':
		s->at++;
		return scan_container(s, ']', scan_value);
	case '"':
		s->at++;
		return scan_text(s);
	case 't':
		return scan_literal(s, SLICE("true"));
	case 'f':
		return scan_literal(s, SLICE("false"));
	case 'n':
		return scan_literal(s, SLICE("null"));
	default:
		if (peek(s) == '-' || (peek(s) >= '0' && peek(s) <= '9'))
			return scan_number(s);
		return malformed(s, "a value is expected");
	}
}

bool scanner_accepts(struct slice json, struct decode_problem *problem)
{
	struct scanner s = { .start = json.data,
			     .at = json.data,
			     .end = json.data + json.size,
			     .problem = problem };

	if (!text_is_utf8(json)) {
		*problem = (struct decode_problem){ ERROR_MALFORMED, "is not valid UTF-8" };
		return false;
	}
	skip_spaces(&s);
	if (peek(&s) != '{')
		return malformed(&s, "an object is expected");
	if (!scan_value(&s))
		return false;
	skip_spaces(&s);
	return s.at == s.end || malformed(&s, "something follows the object");
}
