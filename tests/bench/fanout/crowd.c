/* WebSocket clients, no more of RFC 6455 than a load generator needs: whole text frames from the
 * server, masked ones to it, pings answered. A client owns its descriptor and its two blocks; all
 * reads go through one buffer. */
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dialect.h"
#include "measure.h"

enum {
	EVENTS_MAX = 1024,
	HANDSHAKES_MAX = 128,
	READ_BYTES = 256 * 1024,
	FRAME_BYTES_MAX = 4 * 1024 * 1024,
	BUFFER_BYTES = FRAME_BYTES_MAX + READ_BYTES,
	OPCODE_TEXT = 1,
	OPCODE_CLOSE = 8,
	OPCODE_PING = 9,
	OPCODE_PONG = 10,
};

_Noreturn static void fail(const char *what)
{
	fprintf(stderr, "fanout_bench: %s\n", what);
	exit(1);
}

static void *grow(void *block, size_t size)
{
	block = realloc(block, size);
	if (!block)
		fail("out of memory");
	return block;
}

static struct sockaddr_in address_of(const struct options *o, int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	if (inet_pton(AF_INET, o->host, &address.sin_addr) != 1)
		fail("--host must be an IPv4 address");
	return address;
}

void crowd_init(struct crowd *crowd, const struct options *o, int count)
{
	struct rlimit files;

	*crowd = (struct crowd){ .count = count,
				 .options = o,
				 .epoll = epoll_create1(EPOLL_CLOEXEC) };
	crowd->clients = grow(NULL, (size_t)count * sizeof *crowd->clients);
	for (int i = 0; i < count; i++)
		crowd->clients[i] = (struct client){ .fd = -1, .index = i };
	crowd->buffer = grow(NULL, BUFFER_BYTES);
	crowd->cookies = grow(NULL, (size_t)o->accounts * sizeof *crowd->cookies);
	crowd->address = address_of(o, o->port);
	crowd->publisher_address = address_of(o, o->publisher_port ? o->publisher_port : o->port);
	crowd->publishers_from = count;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < (rlim_t)count + 64)
		fail("too few descriptors for so many sockets (ulimit -Hn)");
	for (int i = 0; o->dialect->signs_up && i < o->accounts; i++)
		account_register(o, i, crowd->cookies[i]);
}

/* ---- sending ---- */

/* With a mask of zero: it is legal, and costs the generator nothing. */
static void send_frame(struct client *c, int opcode, const char *payload, size_t size)
{
	unsigned char head[8] = { (unsigned char)(0x80 | opcode), (unsigned char)(0x80 | size) };
	size_t head_size = 6;

	if (size > 65535)
		fail("a frame to the server of more than 64 KiB");
	if (size > 125) {
		head[1] = 0x80 | 126;
		head[2] = (unsigned char)(size >> 8);
		head[3] = (unsigned char)size;
		head_size = 8;
	}
	if (c->out_size + head_size + size > c->out_capacity) {
		c->out_capacity = 2 * (c->out_size + head_size + size);
		c->out = grow(c->out, c->out_capacity);
	}
	memcpy(c->out + c->out_size, head, head_size);
	memcpy(c->out + c->out_size + head_size, payload, size);
	c->out_size += head_size + size;
}

void client_send(struct client *c, const char *text, size_t size)
{
	send_frame(c, OPCODE_TEXT, text, size);
}

void client_send_message(struct client *c, const struct options *o, int64_t index)
{
	char text[TEXT_BYTES_MAX + 1024];
	int size = o->dialect->write(o, text, sizeof text, c->index, index);

	client_send(c, text, (size_t)size);
}

void client_flush(struct client *c)
{
	ssize_t n;

	if (c->out_size == 0 || c->fd < 0)
		return;
	n = send(c->fd, c->out, c->out_size, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (n <= 0)
		return;
	memmove(c->out, c->out + n, c->out_size - (size_t)n);
	c->out_size -= (size_t)n;
}

/* ---- frames ---- */

struct frame_head {
	int opcode;
	bool final;
	size_t head_size;
	size_t size;
};

/* False while the head is not here in full. */
static bool read_head(const unsigned char *at, size_t have, struct frame_head *h)
{
	uint64_t length = 0;

	if (have < 2)
		return false;
	h->final = at[0] & 0x80;
	h->opcode = at[0] & 0x0f;
	h->size = at[1] & 0x7f;
	h->head_size = h->size < 126 ? 2 : h->size == 126 ? 4 : 10;
	if (have < h->head_size)
		return false;
	for (size_t i = 2; i < h->head_size; i++)
		length = length << 8 | at[i];
	if (h->head_size > 2)
		h->size = length;
	return true;
}

static bool begins(const char *text, size_t size, const char *start)
{
	return size >= strlen(start) && memcmp(text, start, strlen(start)) == 0;
}

static void close_client(struct crowd *crowd, struct client *c)
{
	if (c->state == CLIENT_UPGRADING || c->state == CLIENT_OPENING)
		crowd->under_way--;
	close(c->fd);
	c->fd = -1;
	c->state = CLIENT_CLOSED;
}

static void lose_client(struct crowd *crowd, struct client *c, const char *why, size_t size)
{
	if (crowd->closed++ == 0)
		fprintf(stderr, "fanout_bench: socket %d: closed by the server: %.*s\n", c->index,
			(int)size, why);
	close_client(crowd, c);
}

static void opened(struct crowd *crowd, struct client *c)
{
	c->state = CLIENT_OPEN;
	crowd->opened++;
	crowd->under_way--;
}

static void answer(struct client *c, const char *text)
{
	send_frame(c, OPCODE_TEXT, text, strlen(text));
	client_flush(c);
}

static void handle_opening(struct crowd *crowd, struct client *c, const char *text, size_t size)
{
	const struct dialect *d = crowd->options->dialect;

	if (d->hello && begins(text, size, d->hello))
		answer(c, d->hello_answer);
	else if (begins(text, size, d->opens_with))
		opened(crowd, c);
}

static void handle_text(struct crowd *crowd, struct client *c, const char *text, size_t size)
{
	const struct dialect *d = crowd->options->dialect;

	if (d->ping && begins(text, size, d->ping)) {
		answer(c, d->pong);
	} else if (c->state == CLIENT_OPENING) {
		handle_opening(crowd, c, text, size);
	} else if (crowd->on_text) {
		crowd->on_text(crowd->owner, c, text, size);
	}
}

static void handle_frame(struct crowd *crowd, struct client *c, const struct frame_head *h,
			 const char *payload)
{
	if (!h->final)
		fail("a fragmented frame from the server");
	if (h->opcode == OPCODE_TEXT) {
		handle_text(crowd, c, payload, h->size);
	} else if (h->opcode == OPCODE_PING) {
		send_frame(c, OPCODE_PONG, payload, h->size);
		client_flush(c);
	} else if (h->opcode == OPCODE_CLOSE) {
		int code = h->size < 2 ? 1005
				       : (unsigned char)payload[0] << 8 | (unsigned char)payload[1];
		char why[160];
		int size = snprintf(why, sizeof why, "%d %.*s", code,
				    h->size < 2 ? 0 : (int)h->size - 2, payload + 2);
		lose_client(crowd, c, why, (size_t)size);
	}
}

/* Handles all whole frames; returns how many bytes they were. */
static size_t handle_frames(struct crowd *crowd, struct client *c, const char *bytes, size_t size)
{
	struct frame_head h;
	size_t at = 0;

	while (c->fd >= 0 && read_head((const unsigned char *)bytes + at, size - at, &h)) {
		if (h.size > FRAME_BYTES_MAX - 16)
			fail("a frame of more than 4 MiB");
		if (size - at < h.head_size + h.size)
			break;
		handle_frame(crowd, c, &h, bytes + at + h.head_size);
		at += h.head_size + h.size;
	}
	return at;
}

/* The end of the answer to the upgrade request, or 0 while it is not here. */
static size_t handle_upgrade(struct crowd *crowd, struct client *c, const char *bytes, size_t size)
{
	const char *end = memmem(bytes, size, "\r\n\r\n", 4);

	if (!end)
		return 0;
	if (!begins(bytes, size, "HTTP/1.1 101")) {
		lose_client(crowd, c, bytes, size < 600 ? size : 600);
		return size;
	}
	c->state = CLIENT_OPENING;
	if (!crowd->options->dialect->opens_with)
		opened(crowd, c);
	return (size_t)(end + 4 - bytes);
}

static void keep_partial(struct client *c, const char *bytes, size_t size)
{
	c->partial_size = size;
	if (size == 0)
		return;
	c->partial = grow(c->partial, size);
	memcpy(c->partial, bytes, size);
}

static void read_client(struct crowd *crowd, struct client *c)
{
	size_t size = c->partial_size;
	size_t done = 0;
	ssize_t n;

	if (size)
		memcpy(crowd->buffer, c->partial, size);
	n = recv(c->fd, crowd->buffer + size, READ_BYTES, MSG_DONTWAIT);
	if (n <= 0) {
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			lose_client(crowd, c, "end of the connection", 21);
		return;
	}
	size += (size_t)n;
	if (c->state == CLIENT_UPGRADING)
		done = handle_upgrade(crowd, c, crowd->buffer, size);
	if (c->fd >= 0 && c->state != CLIENT_UPGRADING)
		done += handle_frames(crowd, c, crowd->buffer + done, size - done);
	if (c->fd >= 0)
		keep_partial(c, crowd->buffer + done, size - done);
}

/* ---- turns ---- */

void crowd_turn(struct crowd *crowd, int wait_ms)
{
	struct epoll_event events[EVENTS_MAX];
	int count = epoll_wait(crowd->epoll, events, EVENTS_MAX, wait_ms);

	for (int i = 0; i < count; i++) {
		struct client *c = events[i].data.ptr;
		if (c->fd >= 0)
			read_client(crowd, c);
	}
}

/* ---- opening ---- */

static void send_upgrade(const struct crowd *crowd, const struct client *c)
{
	const struct options *o = crowd->options;
	bool publishes = c->index >= crowd->publishers_from;
	char cookie[COOKIE_MAX + 16] = "";
	char request[1024];
	int size;

	if (o->dialect->signs_up)
		snprintf(cookie, sizeof cookie, "Cookie: %s\r\n",
			 crowd->cookies[c->index % o->accounts]);
	size = snprintf(request, sizeof request,
			"GET %s HTTP/1.1\r\nHost: %s:%d\r\nOrigin: http://%s:%d\r\n%s"
			"Upgrade: websocket\r\nConnection: Upgrade\r\n"
			"Sec-WebSocket-Version: 13\r\n"
			"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
			publishes ? o->dialect->publisher_path : o->dialect->path, o->host, o->port,
			o->host, o->port, cookie);

	if (send(c->fd, request, (size_t)size, MSG_NOSIGNAL) != size)
		fail("the upgrade request could not be sent");
}

static void start_client(struct crowd *crowd, struct client *c)
{
	const struct sockaddr_in *address = c->index >= crowd->publishers_from
						    ? &crowd->publisher_address
						    : &crowd->address;
	struct epoll_event interest = { .events = EPOLLIN, .data.ptr = c };
	int on = 1;

	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)address, sizeof *address) != 0)
		fail("cannot connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, c->fd, &interest);
	c->state = CLIENT_UPGRADING;
	c->partial_size = 0;
	c->out_size = 0;
	c->received = 0;
	crowd->under_way++;
	send_upgrade(crowd, c);
}

void crowd_open(struct crowd *crowd, int from, int to)
{
	int64_t limit_ns = now_ns() + (int64_t)crowd->options->open_limit_s * 1000000000;
	int target = crowd->opened + to - from;
	int next = from;

	while (crowd->opened < target) {
		while (next < to && crowd->under_way < HANDSHAKES_MAX)
			start_client(crowd, &crowd->clients[next++]);
		crowd_turn(crowd, 100);
		if (crowd->closed)
			fail("not all sockets could be opened");
		if (now_ns() > limit_ns)
			fail("not all sockets were open in time (--open-limit)");
	}
}

void crowd_close(struct crowd *crowd, int from, int to)
{
	for (int i = from; i < to; i++) {
		if (crowd->clients[i].fd >= 0)
			close_client(crowd, &crowd->clients[i]);
	}
}

void crowd_clear(struct crowd *crowd)
{
	crowd_close(crowd, 0, crowd->count);
	for (int i = 0; i < crowd->count; i++) {
		free(crowd->clients[i].partial);
		free(crowd->clients[i].out);
	}
	close(crowd->epoll);
	free(crowd->clients);
	free(crowd->cookies);
	free(crowd->buffer);
}
