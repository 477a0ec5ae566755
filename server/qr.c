/* A QR code for a terminal (libqrencode). */

#include "qr.h"

#include <qrencode.h>
#include <stdio.h>

enum {
	BORDER = 4, /* the quiet zone that readers need */
	DARK = 1,
};

/* By upper and lower square. */
static const char *const blocks[2][2] = { { " ", "▄" }, { "▀", "█" } };

static int is_dark(const QRcode *code, int row, int column)
{
	if (row < 0 || column < 0 || row >= code->width || column >= code->width)
		return 0;
	return code->data[row * code->width + column] & DARK;
}

static void print_rows(const QRcode *code, int row, bool coloured)
{
	/* Black on white whatever the terminal's own colours are. */
	printf("  %s", coloured ? "\033[38;5;16;48;5;231m" : "");
	for (int column = -BORDER; column < code->width + BORDER; column++)
		fputs(blocks[is_dark(code, row, column)][is_dark(code, row + 1, column)], stdout);
	printf("%s\n", coloured ? "\033[0m" : "");
}

bool qr_print(const char *text, bool coloured)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);

	if (!code)
		return false;
	for (int row = -BORDER; row < code->width + BORDER; row += 2)
		print_rows(code, row, coloured);
	QRcode_free(code);
	return true;
}
