#pragma once

#include <stdbool.h>

/* Draws `text` as a QR code on standard output, two squares a character: dark on light by colours
 * if `coloured`, else the dark squares as blocks. False: it is too long. */
bool qr_print(const char *text, bool coloured);
