#pragma once

/* A private mariadbd with its default durability (a flush at each commit), for the length of a run.
 */

/* Starts it in a temporary directory, to be stopped at the program's end at the latest; ends the
 * program if that is not possible. Returns the socket's path. */
const char *database_start(void);
void database_stop(void);
