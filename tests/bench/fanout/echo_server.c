/* Signs up anybody, and sends each message of anybody to everybody, in any dialect. One thread, one
 * message at a time, blocking writes: it is there to be obviously right, not fast. */
#include "echo_server.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKETS_MAX = 1024, BYTES_MAX = 65536 };

struct guest {
	int fd;
	bool upgraded;
	size_t size;
	char bytes[BYTES_MAX];
};

struct room {
	const struct echo_server *server;
	int listener;
	int epoll;
	struct guest *guests[SOCKETS_MAX];
	int count;
	int64_t seq;
	char held[BYTES_MAX]; /* the message that is swapped */
	size_t held_size;
};

static void write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		bytes += n;
		size -= (size_t)n;
	}
}

static size_t make_frame(char *out, const char *text, size_t size)
{
	size_t head = size < 126 ? 2 : 4;

	out[0] = (char)0x81;
	out[1] = (char)(size < 126 ? size : 126);
	if (head == 4) {
		out[2] = (char)(size >> 8);
		out[3] = (char)size;
	}
	memcpy(out + head, text, size);
	return head + size;
}

static void send_text(int fd, const char *text, size_t size)
{
	char frame[BYTES_MAX];

	write_all(fd, frame, make_frame(frame, text, size));
}

/* Socket 0 gets what the test wants it to get. */
static void deliver_first(struct room *r, int fd, const char *text, size_t size)
{
	if (r->seq == r->server->drop_at)
		return;
	if (r->seq == r->server->swap_at) {
		memcpy(r->held, text, size);
		r->held_size = size;
		return;
	}
	send_text(fd, text, size);
	if (r->held_size)
		send_text(fd, r->held, r->held_size);
	r->held_size = 0;
}

static struct guest *first_upgraded(const struct room *r)
{
	for (int i = 0; i < r->count; i++) {
		if (r->guests[i]->upgraded)
			return r->guests[i];
	}
	return NULL;
}

/* The text as it is, to all but its sender: only ours sends it back to them. */
static void deliver(struct room *r, const struct guest *sender, const char *text, size_t size)
{
	const struct guest *first = first_upgraded(r);

	if (first != sender)
		deliver_first(r, first->fd, text, size);
	for (int i = 0; i < r->count; i++) {
		if (r->guests[i]->upgraded && r->guests[i] != first && r->guests[i] != sender)
			send_text(r->guests[i]->fd, text, size);
	}
}

static void handle_bare(struct room *r, const struct guest *sender, const char *text, size_t size)
{
	static const char answer[] = "queued messages: 1\r\n";

	r->seq++;
	if (r->server->dialect->acknowledges)
		send_text(sender->fd, answer, sizeof answer - 1);
	deliver(r, sender, text, size);
}

static void handle_socketio(struct room *r, const struct guest *sender, const char *text,
			    size_t size)
{
	if (size == 2 && memcmp(text, "40", 2) == 0) {
		send_text(sender->fd, "40{\"sid\":\"a\"}", 13);
		return;
	}
	r->seq++;
	deliver(r, sender, text, size);
}

static void handle_confab(struct room *r, const struct guest *sender, const char *text, size_t size)
{
	const char *id = memmem(text, size, "\"clientId\"", 10);
	const char *content = memmem(text, size, "\"content\":\"", 11);
	char out[BYTES_MAX];
	int length;

	if (!id || !content)
		return;
	r->seq++;
	length = snprintf(out, sizeof out,
			  "{\"action\":\"messageStored\",\"seq\":%" PRId64 ",%.*s}", r->seq,
			  (int)strcspn(id, ","), id);
	send_text(sender->fd, out, (size_t)length);
	length = snprintf(out, sizeof out, "{\"action\":\"printMessage\",\"seq\":%" PRId64 ",%.*s}",
			  r->seq, (int)strcspn(content, ","), content);
	deliver(r, NULL, out, (size_t)length);
}

static void handle_message(struct room *r, const struct guest *sender, const char *text,
			   size_t size)
{
	const char *name = r->server->dialect->name;

	if (strcmp(name, "confab") == 0)
		handle_confab(r, sender, text, size);
	else if (strcmp(name, "socketio") == 0)
		handle_socketio(r, sender, text, size);
	else
		handle_bare(r, sender, text, size);
}

/* Handles whole frames, masked with any mask; returns the bytes they took. */
static size_t handle_frames(struct room *r, struct guest *g)
{
	size_t at = 0;

	while (g->size - at >= 8) {
		unsigned char *head = (unsigned char *)g->bytes + at;
		size_t size = head[1] & 0x7f;
		size_t start = size == 126 ? 8 : 6;
		if (size == 126)
			size = (size_t)head[2] << 8 | head[3];
		if (g->size - at < start + size)
			break;
		for (size_t i = 0; i < size; i++)
			head[start + i] ^= head[start - 4 + i % 4];
		if ((head[0] & 0x0f) == 1)
			handle_message(r, g, (const char *)head + start, size);
		at += start + size;
	}
	return at;
}

/* What a server of the dialect says first. */
static void greet(const struct room *r, const struct guest *g)
{
	const struct dialect *d = r->server->dialect;

	if (d->hello)
		send_text(g->fd, "0{}", 3);
	else if (d->opens_with)
		send_text(g->fd, "{\"action\":\"setWsId\"}", strlen("{\"action\":\"setWsId\"}"));
}

static size_t handle_http(const struct room *r, struct guest *g)
{
	static const char signed_up[] =
		"HTTP/1.1 200 OK\r\nSet-Cookie: confab=abc; HttpOnly\r\nContent-Length: 2\r\n"
		"Connection: close\r\n\r\n{}";
	static const char upgraded[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
				       "Connection: Upgrade\r\n\r\n";
	const char *end = memmem(g->bytes, g->size, "\r\n\r\n", 4);

	if (!end)
		return 0;
	if (memcmp(g->bytes, "POST ", 5) == 0) {
		write_all(g->fd, signed_up, sizeof signed_up - 1);
		shutdown(g->fd, SHUT_WR);
		return g->size;
	}
	write_all(g->fd, upgraded, sizeof upgraded - 1);
	greet(r, g);
	g->upgraded = true;
	return (size_t)(end + 4 - g->bytes);
}

static void leave(struct room *r, struct guest *g)
{
	int i = 0;

	while (r->guests[i] != g)
		i++;
	/* The order stays: socket 0 is the first that came. */
	memmove(&r->guests[i], &r->guests[i + 1], (size_t)(r->count - i - 1) * sizeof *r->guests);
	r->count--;
	close(g->fd);
	free(g);
}

static void handle_guest(struct room *r, struct guest *g)
{
	ssize_t n = recv(g->fd, g->bytes + g->size, sizeof g->bytes - g->size, 0);
	size_t done = 0;

	if (n <= 0) {
		leave(r, g);
		return;
	}
	g->size += (size_t)n;
	done = g->upgraded ? handle_frames(r, g) : handle_http(r, g);
	memmove(g->bytes, g->bytes + done, g->size - done);
	g->size -= done;
}

static void accept_guest(struct room *r)
{
	struct epoll_event interest = { .events = EPOLLIN };
	struct guest *g = calloc(1, sizeof *g);

	if (!g || r->count == SOCKETS_MAX)
		abort();
	g->fd = accept4(r->listener, NULL, NULL, SOCK_CLOEXEC);
	r->guests[r->count++] = g;
	interest.data.ptr = g;
	epoll_ctl(r->epoll, EPOLL_CTL_ADD, g->fd, &interest);
}

static void *serve(void *room)
{
	struct room *r = room;
	struct epoll_event event;

	for (;;) {
		if (epoll_wait(r->epoll, &event, 1, -1) != 1)
			continue;
		if (event.data.ptr)
			handle_guest(r, event.data.ptr);
		else
			accept_guest(r);
	}
	return NULL;
}

void echo_server_start(struct echo_server *s)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct epoll_event interest = { .events = EPOLLIN };
	socklen_t size = sizeof address;
	struct room *r = calloc(1, sizeof *r);
	pthread_t thread;

	if (!r)
		abort();
	r->server = s;
	r->epoll = epoll_create1(EPOLL_CLOEXEC);
	r->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(r->listener, (const struct sockaddr *)&address, size) != 0 ||
	    listen(r->listener, SOCKETS_MAX) != 0)
		abort();
	getsockname(r->listener, (struct sockaddr *)&address, &size);
	s->port = ntohs(address.sin_port);
	epoll_ctl(r->epoll, EPOLL_CTL_ADD, r->listener, &interest);
	if (pthread_create(&thread, NULL, serve, r) != 0)
		abort();
	pthread_detach(thread);
}
