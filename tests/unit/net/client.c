/* The client side of the fixture: raw sockets and hand-made frames, so that anything wrong can be
 * sent. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "base/memory.h"
#include "unit/net/fixture.h"
#include "unit/net/tunnel.h"

enum { PATIENCE_MS = 5000 };

void fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof *f);
	config_init(&f->config);
	f->config.frame_bytes_max = 70000;
	f->config.body_bytes_max = 4096;
	f->late_ms = 100;
	log_open(LOG_ERROR, "test");
}

bool fixture_wait(const _Atomic int *counter, int expected)
{
	const struct timespec pause = { 0, 2000000 };

	for (int i = 0; i < 2500 && *counter != expected; i++)
		nanosleep(&pause, NULL);
	return *counter == expected;
}

void client_connect_with(const struct fixture *f, int fd)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)f->port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { PATIENCE_MS / 1000, 0 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	ASSERT(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
}

int client_connect(const struct fixture *f, int receive_bytes)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (receive_bytes)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
	client_connect_with(f, fd);
	return f->speak_tls ? tunnel_open(fd) : fd;
}

/* What cannot be sent because the server has closed is not the client's failure. */
void client_send(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		bytes += n;
		size -= (size_t)n;
	}
}

void client_send_text(int fd, const char *text)
{
	client_send(fd, text, strlen(text));
}

static bool read_some(int fd, struct buffer *out)
{
	ssize_t n = recv(fd, buffer_reserve(out, 4096), 4096, 0);

	if (n > 0)
		out->size += (size_t)n;
	return n > 0;
}

void client_read_all(int fd, struct buffer *out)
{
	while (read_some(fd, out))
		;
	buffer_append_byte(out, '\0');
}

bool client_closed(int fd)
{
	char drop[4096];
	ssize_t n;

	do {
		n = recv(fd, drop, sizeof drop, 0);
	} while (n > 0);
	return n == 0;
}

int client_request(const struct fixture *f, const char *request, struct buffer *out)
{
	int fd = client_connect(f, 0);
	int status = 0;

	client_send_text(fd, request);
	shutdown(fd, SHUT_WR);
	client_read_all(fd, out);
	close(fd);
	if (out->size > 12 && memcmp(out->data, "HTTP/1.1 ", 9) == 0)
		status = (int)strtol(out->data + 9, NULL, 10);
	return status;
}

static bool read_head(int fd, struct buffer *head)
{
	char byte;

	while (head->size < 4 || memcmp(head->data + head->size - 4, "\r\n\r\n", 4) != 0) {
		if (recv(fd, &byte, 1, 0) != 1)
			return false;
		buffer_append_byte(head, byte);
	}
	return true;
}

static bool read_exactly(int fd, struct buffer *out, size_t size)
{
	while (size) {
		ssize_t n = recv(fd, buffer_reserve(out, size), size, 0);
		if (n <= 0)
			return false;
		out->size += (size_t)n;
		size -= (size_t)n;
	}
	return true;
}

bool client_response(int fd, struct response *r, bool has_body)
{
	size_t size;

	response_clear(r);
	if (!read_head(fd, &r->head))
		return false;
	buffer_append_byte(&r->head, '\0');
	r->status = (int)strtol(r->head.data + 9, NULL, 10);
	size = (size_t)strtoul(response_header(r, "Content-Length"), NULL, 10);
	if (has_body && !read_exactly(fd, &r->body, size))
		return false;
	buffer_append_byte(&r->body, '\0');
	return true;
}

void response_clear(struct response *r)
{
	buffer_clear(&r->head);
	buffer_clear(&r->body);
	r->status = 0;
}

const char *response_header(const struct response *r, const char *name)
{
	static char value[1024];
	char wanted[128];
	const char *at;

	snprintf(wanted, sizeof wanted, "\r\n%s: ", name);
	at = r->head.data ? strstr(r->head.data, wanted) : NULL;
	if (!at)
		return "";
	at += strlen(wanted);
	snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "\r"), at);
	return value;
}

int ws_connect(const struct fixture *f, const char *query, int receive_bytes)
{
	struct buffer head = { 0 };
	char request[512];
	int fd = client_connect(f, receive_bytes);

	snprintf(request, sizeof request,
		 "GET /ws%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
		 "Upgrade\r\n"
		 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
		 query);
	client_send_text(fd, request);
	ASSERT(read_head(fd, &head));
	buffer_append_byte(&head, '\0');
	ASSERT(strncmp(head.data, "HTTP/1.1 101 ", 13) == 0);
	ASSERT(strstr(head.data, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
	buffer_clear(&head);
	return fd;
}

static void append_length(struct buffer *out, uint64_t length, int width)
{
	for (int i = width; i-- > 0;)
		buffer_append_byte(out, (char)(length >> (8 * i)));
}

void ws_send(int fd, int first, const char *payload, size_t size)
{
	static const unsigned char mask[4] = { 0x12, 0x9a, 0xff, 0x03 };
	struct buffer frame = { 0 };

	buffer_append_byte(&frame, (char)first);
	if (size < 126) {
		buffer_append_byte(&frame, (char)(0x80 | size));
	} else if (size < 65536) {
		buffer_append_byte(&frame, (char)(0x80 | 126));
		append_length(&frame, size, 2);
	} else {
		buffer_append_byte(&frame, (char)(0x80 | 127));
		append_length(&frame, size, 8);
	}
	buffer_append(&frame, mask, sizeof mask);
	for (size_t i = 0; i < size; i++)
		buffer_append_byte(&frame, (char)(payload[i] ^ mask[i % 4]));
	client_send(fd, frame.data, frame.size);
	buffer_clear(&frame);
}

void ws_send_text(int fd, const char *text)
{
	ws_send(fd, 0x81, text, strlen(text));
}

static bool read_length(int fd, unsigned char second, size_t *size)
{
	struct buffer bytes = { 0 };
	size_t width = second == 126 ? 2 : second == 127 ? 8 : 0;
	bool whole = read_exactly(fd, &bytes, width);

	*size = width ? 0 : second;
	for (size_t i = 0; whole && i < width; i++)
		*size = *size << 8 | (unsigned char)bytes.data[i];
	buffer_clear(&bytes);
	return whole;
}

int ws_read(int fd, struct buffer *payload)
{
	struct buffer start = { 0 };
	unsigned char first;
	unsigned char second;
	size_t size;

	buffer_clear(payload);
	if (!read_exactly(fd, &start, 2)) {
		buffer_clear(&start);
		return -1;
	}
	first = (unsigned char)start.data[0];
	second = (unsigned char)start.data[1];
	buffer_clear(&start);
	/* A server's frame is final here, without reserved bits, and not masked. */
	if ((first & 0xf0) != 0x80 || second > 127 || !read_length(fd, second, &size))
		return -1;
	return read_exactly(fd, payload, size) ? first & 0x0f : -1;
}

bool ws_expect(int fd, int opcode, const char *payload)
{
	struct buffer got = { 0 };
	int read = ws_read(fd, &got);
	bool same = read == opcode && slice_equal(buffer_slice(&got), slice_of(payload));

	if (!same)
		printf("\tgot opcode %d \"%.*s\", wanted %d \"%s\"\n", read, (int)got.size,
		       got.data ? got.data : "", opcode, payload);
	buffer_clear(&got);
	return same;
}

int ws_close_code(int fd, struct buffer *reason)
{
	struct buffer payload = { 0 };
	int opcode;
	int code = 0;

	do {
		opcode = ws_read(fd, &payload);
	} while (opcode >= 0 && opcode != WS_CLOSE);
	if (payload.size >= 2)
		code = (unsigned char)payload.data[0] << 8 | (unsigned char)payload.data[1];
	if (reason && payload.size > 2)
		buffer_append(reason, payload.data + 2, payload.size - 2);
	buffer_clear(&payload);
	return opcode < 0 ? -1 : code;
}
