#include "base/config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/states.h"
#include "unit/harness.h"

static struct config config;
static struct config_problem problem;

static void start(void)
{
	config_clear(&config);
	config_init(&config);
	problem.text[0] = '\0';
}

static const char *file_with(const void *content, size_t size)
{
	static char path[128];
	snprintf(path, sizeof(path), "%s/confab.conf", harness_directory());
	FILE *file = fopen(path, "w");
	CHECK(file);
	CHECK_INT(fwrite(content, 1, size, file), size);
	fclose(file);
	return path;
}

static bool read_text(const char *content)
{
	start();
	return config_read_file(&config, file_with(content, strlen(content)), &problem);
}

static bool set(const char *key, const char *value)
{
	return config_set(&config, key, value, "--test", &problem);
}

/* A fresh configuration with one option set, checked. */
static bool check_with(const char *key, const char *value)
{
	start();
	CHECK(set(key, value));
	return config_check(&config, &problem);
}

TEST(config_defaults)
{
	start();
	CHECK_TEXT(config.bind, "127.0.0.1");
	CHECK_INT(config.port, 8888);
	CHECK(config.join_everyone);
	CHECK_INT(config.registration, REGISTRATION_INVITE);
	CHECK_TEXT(config.mysql_url, "");
	CHECK(config_check(&config, &problem));
	config_clear(&config);
	CHECK(!config.bind);
	config_clear(&config);
}

TEST(config_defaults_are_allowed)
{
	start();
	struct buffer out = { 0 };
	config_write(&config, true, &out);
	buffer_append_byte(&out, '\0');
	CHECK(read_text(out.data));
	buffer_clear(&out);
}

TEST(config_known_keys)
{
	bool takes_value = false;
	CHECK(config_known("port", &takes_value) && takes_value);
	CHECK(config_known("data_dir", &takes_value));
	CHECK(config_known("data-dir", &takes_value));
	CHECK(config_known("join-everyone", &takes_value) && !takes_value);
	CHECK(!config_known("data", &takes_value));
	CHECK(!config_known("data_dir_", &takes_value));
	CHECK(!config_known("", &takes_value));
	CHECK(!config_known("Port", &takes_value));
}

TEST(config_numbers_at_their_bounds)
{
	start();
	CHECK(set("port", "1") && config.port == 1);
	CHECK(set("port", "65535") && config.port == 65535);
	CHECK(!set("port", "0"));
	CHECK(!set("port", "65536"));
	CHECK(!set("port", ""));
	CHECK(!set("port", "80 "));
	CHECK(!set("port", "-1"));
	CHECK_INT(config.port, 65535);
}

TEST(config_problem_names_all)
{
	start();
	CHECK(!set("port", "99999"));
	CHECK_TEXT(problem.text, "--test: port = \"99999\" is not a whole number from 1 to 65535");
	CHECK(!set("drain_ms", "x"));
	CHECK_TEXT(problem.text,
		   "--test: drain_ms = \"x\" is not a whole number from 0 to 600000 ms");
	CHECK(!set("registration", "maybe"));
	CHECK_TEXT(problem.text, "--test: registration = \"maybe\" is not one of: invite, open, "
				 "approval or closed.");
	CHECK(!set("join_everyone", "maybe"));
	CHECK_TEXT(problem.text, "--test: join_everyone = \"maybe\" is not on or off");
	CHECK(!set("colour", "red"));
	CHECK_TEXT(problem.text, "--test: there is no option colour");
}

TEST(config_problem_hides_secrets_and_long_values)
{
	static char value[3000];
	memset(value, 's', sizeof(value) - 1);
	start();
	CHECK(!set("metrics_token", value));
	CHECK(!strstr(problem.text, "sss") && strstr(problem.text, "*****"));
	CHECK(!set("server_name", value));
	CHECK(strstr(problem.text, "(2999 bytes)"));
	CHECK(!set("server_name", "a\nb"));
	CHECK(!strchr(problem.text, '\n'));
	CHECK(!check_with("mysql_url", "mysql://root:hunter2@"));
	CHECK(!strstr(problem.text, "hunter2"));
}

TEST(config_texts_at_their_bound)
{
	char name[66];
	memset(name, 'n', sizeof(name));
	start();
	name[64] = '\0';
	CHECK(set("server_name", name));
	CHECK_TEXT(config.server_name, name);
	name[64] = 'n';
	name[65] = '\0';
	CHECK(!set("server_name", name));
	CHECK(!set("server_name", "\xff"));
	CHECK(set("server_name", "Caf\xc3\xa9"));
}

TEST(config_switches_and_choices)
{
	static const char *const on[] = { "on", "true", "yes", "1" };
	static const char *const off[] = { "off", "false", "no", "0" };
	start();
	for (int i = 0; i < 4; i++) {
		CHECK(set("join_everyone", off[i]) && !config.join_everyone);
		CHECK(set("join_everyone", on[i]) && config.join_everyone);
	}
	CHECK(!set("join_everyone", "ON"));
	CHECK(set("registration", "open") && config.registration == REGISTRATION_OPEN);
	CHECK(set("log_level", "debug") && config.log_level == LOG_DEBUG);
	CHECK(!set("log_level", "open"));
}

TEST(config_file_takes_comments_quotes_and_spaces)
{
	CHECK(read_text("# a comment\r\n\n"
			"  port=1234   # inline\r\n"
			"server_name = \"A \\\"name\\\" # with \\\\ all\" # and more\n"
			"public_url\t=\thttps://chat.example.org#\n"
			"metrics_token = \"\"\n"
			"static_dir =\n"
			"  # indented\n"
			"registration = open"));
	CHECK_INT(config.port, 1234);
	CHECK_TEXT(config.server_name, "A \"name\" # with \\ all");
	CHECK_TEXT(config.public_url, "https://chat.example.org#");
	CHECK_TEXT(config.metrics_token, "");
	CHECK_INT(config.registration, REGISTRATION_OPEN);
}

TEST(config_file_empty)
{
	CHECK(read_text(""));
	CHECK(read_text("\n\n"));
	CHECK(read_text("#"));
}

TEST(config_file_problems_name_the_line)
{
	static const struct {
		const char *content;
		const char *says;
	} rows[] = {
		{ "port = 1\n\nport", "conf:3: a line is `key = value`" },
		{ "= 1", "conf:1: there is no option " },
		{ "colour = red", "conf:1: there is no option colour" },
		{ "a\033[2Jb = 1", "conf:1: there is no option (6 bytes)" },
		{ "port = 1\nport = 2", "conf:2: this option was set before" },
		{ "data_dir = a\ndata-dir = b", "conf:2: this option was set before" },
		{ "server_name = \"open", "conf:1: a quoted value ends" },
		{ "server_name = \"a\" b", "conf:1: a quoted value ends" },
		{ "server_name = \"a\\\"", "conf:1: a quoted value ends" },
		{ "port = 70000", "conf:1: port = \"70000\" is not a whole number" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK(!read_text(rows[i].content));
		CHECK(strstr(problem.text, rows[i].says));
	}
}

TEST(config_file_that_is_none)
{
	start();
	CHECK(!config_read_file(&config, "/nonexistent/confab.conf", &problem));
	CHECK_TEXT(problem.text, "/nonexistent/confab.conf: No such file or directory");
	CHECK(!config_read_file(&config, "/", &problem));
	CHECK(!config_read_file(&config, file_with("port = 1\0", 9), &problem));
	CHECK(strstr(problem.text, "not a text file"));
}

TEST(config_file_size_is_bounded)
{
	enum { LIMIT = 262144 };
	static char content[LIMIT + 1];
	memset(content, '\n', sizeof(content));
	start();
	CHECK(config_read_file(&config, file_with(content, LIMIT), &problem));
	CHECK(!config_read_file(&config, file_with(content, LIMIT + 1), &problem));
	CHECK(!config_read_file(&config, "/dev/zero", &problem));
}

TEST(config_environment)
{
	char *environment[] = { "PATH=/bin",
				"CONFAB_PORT=99",
				"CONFAB_DATA_DIR=/x=y",
				"CONFAB_INTERNAL_FD=3",
				"CONFAB_CONFIG=/etc/c",
				"CONFAB_JOIN_EVERYONE=off",
				"CONFABULATE=1",
				NULL };
	start();
	CHECK(config_read_environment(&config, environment, &problem));
	CHECK_INT(config.port, 99);
	CHECK_TEXT(config.data_dir, "/x=y");
	CHECK(!config.join_everyone);
	CHECK(config_read_environment(&config, NULL, &problem));
}

TEST(config_environment_problems)
{
	static const char *const rows[][2] = {
		{ "CONFAB_COLOUR=red", "CONFAB_COLOUR: there is no option" },
		{ "CONFAB_port=1", "CONFAB_port: there is no option" },
		{ "CONFAB_=1", "CONFAB_: there is no option" },
		{ "CONFAB_PORT=0", "CONFAB_PORT: port = \"0\" is not" },
		{ "CONFAB_CONFIGURATION=1", "CONFAB_CONFIGURATION: there is no option" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char variable[64];
		snprintf(variable, sizeof(variable), "%s", rows[i][0]);
		char *environment[] = { variable, NULL };
		start();
		CHECK(!config_read_environment(&config, environment, &problem));
		CHECK(strstr(problem.text, rows[i][1]) == problem.text);
	}
}

TEST(config_written_file_reads_back)
{
	start();
	CHECK(set("server_name", "A \"b\" \\ # c = d"));
	CHECK(set("mysql_url", "mysql://u:p@h/d"));
	CHECK(set("registration", "closed") && set("join_everyone", "off") && set("port", "1"));
	struct buffer first = { 0 };
	config_write(&config, true, &first);
	buffer_append_byte(&first, '\0');
	CHECK(read_text(first.data));
	CHECK_TEXT(config.server_name, "A \"b\" \\ # c = d");
	struct buffer second = { 0 };
	config_write(&config, true, &second);
	CHECK_SLICE(buffer_slice(&second), first.data);
	buffer_clear(&first);
	buffer_clear(&second);
}

TEST(config_written_without_secrets)
{
	start();
	CHECK(set("mysql_url", "mysql://user:se:cr@et@host/db"));
	CHECK(set("redis_url", "redis://:hidden@host:1/0"));
	CHECK(set("metrics_token", "hidden"));
	struct buffer out = { 0 };
	config_write(&config, false, &out);
	buffer_append_byte(&out, '\0');
	CHECK(strstr(out.data, "\nmysql_url = \"mysql://user:*****@host/db\"\n"));
	CHECK(strstr(out.data, "\nredis_url = \"redis://:*****@host:1/0\"\n"));
	CHECK(strstr(out.data, "\nmetrics_token = \"*****\"\n"));
	CHECK(!strstr(out.data, "hidden") && !strstr(out.data, "cr@"));
	buffer_clear(&out);
	start();
	CHECK(set("redis_url", "unix:///run/redis.sock"));
	config_write(&config, false, &out);
	buffer_append_byte(&out, '\0');
	CHECK(strstr(out.data, "\nredis_url = \"unix:///run/redis.sock\"\n"));
	CHECK(strstr(out.data, "\nmetrics_token = \"\"\n"));
	CHECK(strstr(out.data, "(1 to 65535)\nport = 8888\n"));
	buffer_clear(&out);
}

TEST(config_written_environment_reads_back)
{
	enum { VARIABLES_MAX = 200 };
	start();
	CHECK(set("server_name", "A \"b\" = c") && set("metrics_token", "t") &&
	      set("registration", "open"));
	CHECK(set("join_everyone", "no"));
	struct buffer out = { 0 };
	config_write_environment(&config, &out);
	char *environment[VARIABLES_MAX];
	size_t count = 0;
	for (char *at = out.data; at < out.data + out.size; at += strlen(at) + 1) {
		CHECK(count < VARIABLES_MAX - 1);
		environment[count++] = at;
	}
	environment[count] = NULL;
	start();
	CHECK(config_read_environment(&config, environment, &problem));
	CHECK_TEXT(config.server_name, "A \"b\" = c");
	CHECK_TEXT(config.metrics_token, "t");
	CHECK_INT(config.registration, REGISTRATION_OPEN);
	CHECK(!config.join_everyone);
	buffer_clear(&out);
}

struct check_row {
	const char *key;
	const char *value;
	bool good;
};

TEST(config_check_addresses)
{
	static const struct check_row rows[] = {
		{ "bind", "0.0.0.0", true },
		{ "bind", "::", true },
		{ "bind", "localhost", false },
		{ "bind", "", false },
		{ "bind", "1.2.3", false },
		{ "server_name", " ", false },
		{ "allowed_hosts", "", true },
		{ "allowed_hosts", "chat.example.org, 10.0.0.1,[::1]", true },
		{ "allowed_hosts", "chat.example.org:80", false },
		{ "allowed_hosts", "a,,b", false },
		{ "allowed_hosts", "https://a", false },
		{ "trusted_proxies", "127.0.0.1,10.0.0.0/8,::1,fd00::/8", true },
		{ "trusted_proxies", "10.0.0.0/33", false },
		{ "trusted_proxies", "10.0.0.0/", false },
		{ "trusted_proxies", "fd00::/129", false },
		{ "trusted_proxies", "proxy.example.org", false },
		{ "registration_domains", "example.org,example.com", true },
		{ "registration_domains", "@example.org", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (check_with(rows[i].key, rows[i].value) != rows[i].good)
			CHECK_TEXT(rows[i].value, "decided otherwise");
	}
}

TEST(config_check_urls)
{
	static const struct check_row rows[] = {
		{ "mysql_url", "mysql://u:p@h:3306/d", true },
		{ "mysql_url", "mysql://u@localhost/d?socket=/run/m.sock", true },
		{ "mysql_url", "mysql://h/d", false },
		{ "mysql_url", "mysql://u@h", false },
		{ "mysql_url", "mysql://u@h/", false },
		{ "mysql_url", "mysql://u@h/a/b", false },
		{ "mysql_url", "mysql://u@h/d?socket=run", false },
		{ "mysql_url", "postgres://u@h/d", false },
		{ "redis_url", "redis://h", true },
		{ "redis_url", "redis://:p@h:6379/3", true },
		{ "redis_url", "redis://h/16384", false },
		{ "redis_url", "redis://h/x", false },
		{ "redis_url", "redis:///3", false },
		{ "redis_url", "unix:///run/r.sock", true },
		{ "redis_url", "unix:///run/r.sock?db=1", true },
		{ "redis_url", "unix:///", false },
		{ "redis_url", "unix://run/r.sock", false },
		{ "public_url", "https://chat.example.org", true },
		{ "public_url", "http://[::1]:8888/", true },
		{ "public_url", "http://h/path", false },
		{ "public_url", "ftp://h", false },
		{ "public_url", "http://u@h", false },
		{ "public_url", "chat.example.org", false },
		{ "public_url", "https://", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (check_with(rows[i].key, rows[i].value) != rows[i].good)
			CHECK_TEXT(rows[i].value, "decided otherwise");
	}
}

TEST(config_check_lists_have_so_many_items)
{
	char list[4096] = "";
	for (int i = 1; i <= CONFIG_LIST_MAX; i++) {
		snprintf(list + strlen(list), sizeof(list) - strlen(list), "%s10.0.0.%d",
			 i > 1 ? "," : "", i);
	}
	CHECK(check_with("allowed_hosts", list));
	CHECK(check_with("trusted_proxies", list));
	strncat(list, ",10.0.1.1", sizeof(list) - strlen(list) - 1);
	CHECK(!check_with("allowed_hosts", list));
	CHECK(strstr(problem.text, "at most 64"));
	CHECK(!check_with("trusted_proxies", list));
	CHECK(!check_with("registration_domains", list));
	config_clear(&config);
}

TEST(config_check_what_fits_together)
{
	CHECK(!check_with("drain_ms", "30001"));
	CHECK_TEXT(problem.text, "drain_ms = 30001 must not be more than drain_limit_ms = 30000");
	CHECK(check_with("drain_ms", "30000"));
	CHECK(!check_with("message_bytes_max", "65537"));
	CHECK(!check_with("frame_bytes_max", "1048577"));
	CHECK(check_with("frame_bytes_max", "1048576"));
	CHECK(check_with("hole_wait_ms", "10000"));
	config_clear(&config);
}
