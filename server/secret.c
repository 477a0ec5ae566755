/* Reads a password so that it is seen neither on the screen nor in the list of processes. */

#include "secret.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool ends_here(void)
{
	int next = fgetc(stdin);

	return next == EOF || next == '\n' || next == '\r';
}

static bool read_line(char secret[SECRET_MAX + 1])
{
	size_t size;

	if (!fgets(secret, SECRET_MAX + 1, stdin))
		return false;
	size = strcspn(secret, "\r\n");
	/* Without its end it would be another password than was typed. */
	if (size == SECRET_MAX && !ends_here()) {
		fprintf(stderr, "confabd: a password has at most %d bytes\n", SECRET_MAX);
		secret_wipe(secret);
		return false;
	}
	secret[size] = '\0';
	return size > 0;
}

static bool ask_once(const char *prompt, char secret[SECRET_MAX + 1])
{
	struct termios before;
	struct termios silent;
	bool read;

	fputs(prompt, stderr);
	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return false;
	silent = before;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	read = read_line(secret);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	return read;
}

bool secret_ask(const char *prompt, char secret[SECRET_MAX + 1])
{
	char again[SECRET_MAX + 1] = "";
	bool same;

	secret[0] = '\0';
	if (!isatty(STDIN_FILENO)) {
		if (read_line(secret))
			return true;
		fprintf(stderr, "confabd: no password on standard input\n");
		return false;
	}
	same = ask_once(prompt, secret) && ask_once("The same again: ", again) &&
	       strcmp(secret, again) == 0;
	secret_wipe(again);
	if (!same)
		fprintf(stderr, "confabd: that was not the same twice\n");
	return same;
}

void secret_wipe(char secret[SECRET_MAX + 1])
{
	explicit_bzero(secret, SECRET_MAX + 1);
}
