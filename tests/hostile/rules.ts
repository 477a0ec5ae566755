/* Requests that are well-formed, by somebody who may, in a state or with a content in which they cannot be done. */
import { PASSWORD } from "../contract/harness/person";
import type { Actor, Members } from "./harness/case";
import { CLIENT_ID, type Scene } from "./harness/scene";

export interface Rule {
	door: string;
	label: string;
	by: Actor;
	/** Instead of these fields of a request that would be done; undefined: left out. */
	members: (scene: Scene) => Members;
	/** The error's code, with the field that its text names. */
	expected: string;
}

const rule = (
	door: string,
	label: string,
	expected: string,
	members: Members | ((scene: Scene) => Members),
	by: Actor = "leader",
): Rule => ({
	door,
	label,
	by,
	expected,
	members: typeof members === "function" ? members : () => members,
});

const at =
	(name: string, field = "roomId", more: Members = {}) =>
	(scene: Scene): Members => ({ [field]: scene.id(name), ...more });

const listOf =
	(name: string, field: string) =>
	(scene: Scene): Members => ({ [field]: [scene.id(name)] });

/** U+3501 is the first symbol that may stand for somebody. */
const SYMBOL = "㔁";

const quiet: Rule[] = [
	rule("printMessage", "in a read-only room", "forbidden", at("quiet room"), "member"),
	rule("editMessage", "in a read-only room", "forbidden", at("quiet message", "id"), "member"),
	rule("setPinned", "in a read-only room", "forbidden", at("quiet message", "id"), "member"),
	rule("showIType", "in a read-only room", "forbidden", at("quiet room"), "member"),
	rule(
		"saveRoomSettings",
		"in a read-only room",
		"forbidden",
		at("quiet room", "roomId", { isReadOnly: false }),
		"member",
	),
];

const deleted: Rule[] = [
	rule("editMessage", "a deleted message", "not_found", at("gone message", "id")),
	rule("setReaction", "a deleted message", "not_found", at("gone message", "id")),
	rule("setPinned", "a deleted message", "not_found", at("gone message", "id")),
	rule(
		"editMessage",
		"a deleted message, deleted again",
		"answered",
		at("gone message", "id", { content: null }),
	),
	rule("setPinned", "what is not pinned, taken down", "answered", {
		on: false,
	}),
	rule("setReaction", "what is not there, taken back", "answered", {
		emoji: "🙈",
		on: false,
	}),
];

const direct: Rule[] = [
	rule("inviteUser", "into a direct room", "invalid", at("direct room")),
	rule("removeUser", "out of a direct room", "forbidden", at("direct room")),
	rule("deleteRoom", "a direct room", "invalid", at("direct room")),
	rule("saveRoomSettings", "the name of a direct room", "invalid", at("direct room")),
	rule(
		"saveRoomSettings",
		"p2p of a room that is none",
		"invalid: p2p",
		at("room", "roomId", { p2p: true, name: undefined }),
	),
	rule("addRoom", "direct, in a group", "invalid: channelId", {
		name: undefined,
	}),
	rule("addRoom", "direct, open", "invalid", {
		name: undefined,
		channelId: undefined,
		isOpen: true,
	}),
	rule("addRoom", "direct, with two", "invalid: users", (scene) => ({
		name: undefined,
		channelId: undefined,
		users: [scene.bystander.userId, scene.candidate.userId],
	})),
	rule(
		"addRoom",
		"direct, of a guest with a stranger",
		"invalid: users",
		(scene) => ({ name: undefined, channelId: undefined, users: [scene.id("stranger")] }),
		"guest",
	),
	rule(
		"getUsers",
		"a stranger, by a guest",
		"answered with nothing",
		listOf("stranger", "userIds"),
		"guest",
	),
	rule(
		"watchPeople",
		"a stranger, by a guest",
		"answered with nothing",
		listOf("stranger", "userIds"),
		"guest",
	),
	rule("addRoom", "in no group", "invalid: channelId", {
		channelId: undefined,
	}),
	rule("addRoom", "peer to peer, with a name", "invalid: p2p", { p2p: true }),
	rule("createInvitation", "into a direct room", "invalid", (scene) => ({
		roomIds: [scene.id("direct room")],
	})),
];

const mains: Rule[] = [
	rule("leaveUser", "a main room", "invalid", at("main")),
	rule("deleteRoom", "a main room", "invalid", at("main"), "founder"),
	rule("saveRoomSettings", "the name of a main room", "invalid", at("main"), "founder"),
	rule("deleteChannel", "everybody's group", "forbidden", { channelId: 1 }, "administrator"),
	rule("leaveChannel", "everybody's group", "forbidden", { channelId: 1 }, "member"),
	rule(
		"leaveChannel",
		"a group whose other rooms one is in",
		"conflict",
		at("group", "channelId"),
		"member",
	),
	rule(
		"saveRoomSettings",
		"moved into a group of another",
		"forbidden",
		at("room", "roomId", { channelId: 1 }),
	),
	rule("saveRoomSettings", "nothing at all", "invalid", at("room", "roomId", { name: undefined })),
	rule(
		"saveChannelSettings",
		"nothing at all",
		"invalid",
		at("group", "channelId", { channelName: undefined }),
		"founder",
	),
	rule("removeUser", "oneself", "invalid: userId", (scene) => ({
		userId: scene.people.leader.userId,
	})),
	rule("removeUser", "who stands above", "forbidden", (scene) => ({
		roomId: scene.id("room"),
		userId: scene.people.founder.userId,
	})),
	rule("removeUser", "who is not in it", "not_found: userId", (scene) => ({
		userId: scene.people.outsider.userId,
	})),
	rule("inviteUser", "who is not in the group", "invalid: users", (scene) => ({
		users: [scene.people.outsider.userId],
	})),
	rule("inviteUser", "some who may come, and one who may not", "invalid: users", (scene) => ({
		users: [scene.candidate.userId, scene.people.outsider.userId],
	})),
	rule("addRoom", "with somebody who is not in the group", "invalid: users", (scene) => ({
		users: [scene.people.outsider.userId],
	})),
	rule("saveRoomSettings", "handed to a guest", "invalid: roomCreatorId", (scene) => ({
		roomId: scene.id("room"),
		roomCreatorId: scene.people.guest.userId,
	})),
	rule("saveRoomSettings", "handed to somebody who is not in it", "invalid: roomCreatorId", (scene) => ({
		roomCreatorId: scene.people.outsider.userId,
	})),
];

const texts: Rule[] = [
	rule("printMessage", "one byte over", "too_large: content", {
		content: "x".repeat(20_001),
	}),
	rule("printMessage", "one over, of 4-byte characters", "too_large: content", {
		content: "𝒳".repeat(5_001),
	}),
	rule("editMessage", "one byte over", "too_large: content", {
		content: "x".repeat(20_001),
	}),
	rule("setDraft", "one byte over", "too_large: content", {
		content: "x".repeat(20_001),
	}),
	rule("setDraft", "for a reply", "not_found", at("reply", "threadId")),
	rule("printMessage", "files", "unsupported", { files: [1] }),
	rule("printMessage", "the client id of a message that is stored", "answered", {
		clientId: CLIENT_ID,
		content: "something else",
	}),
	rule("editMessage", "to what it says already", "answered", at("message", "id", { content: "words" })),
	rule("editMessage", "files", "unsupported", { files: [1, 1] }),
	rule("printMessage", "a symbol that is none", "invalid: tags", {
		content: "x",
		tags: { x: 1 },
	}),
	rule("printMessage", "a symbol that is not in the text", "invalid: tags", {
		content: "x",
		tags: { [SYMBOL]: 1 },
	}),
	rule("editMessage", "a symbol that is none", "invalid: tags", {
		content: "x",
		tags: { 㔀: 1 },
	}),
	rule("editMessage", "a symbol behind the last", "invalid: tags", {
		content: "㘁",
		tags: { 㘁: 1 },
	}),
	...["x", "👍👍", "👍x", "<b>", "\u200d", "1", "\u{1f3fd}\u{1f3fd}"].flatMap((emoji) => [
		rule("setReaction", `no emoji: ${JSON.stringify(emoji)}`, "invalid: emoji", { emoji }),
		rule("setStatus", `no emoji: ${JSON.stringify(emoji)}`, "invalid: emoji", { emoji }),
	]),
	rule("setStatus", "until a moment ago", "invalid: until", { until: 1 }),
	rule("setStatus", "for more than a year", "invalid: until", {
		until: Number.MAX_SAFE_INTEGER,
	}),
	...[
		"2001-02-29",
		"2001-13-01",
		"1899-12-31",
		"9999-01-01",
		"01.02.2001",
		"2001-1-1",
		"2001-00-10",
		"-001-01-01",
	].map((birthday) =>
		rule("setUserProfile", `no birthday: ${birthday}`, "invalid: birthday", {
			birthday,
		}),
	),
	...["de_DE", "../..", "en'", "ö", "e n"].map((language) =>
		rule("setSettings", `no language: ${language}`, "invalid: language", {
			language,
		}),
	),
];

/** What SQL or a pattern would take for more than a text. */
const quotes = ["'; DROP TABLE user; -- ", "%", "!%", "\\", '"', "') OR 1=1 -- ", "`"];

const questions: Rule[] = [
	...quotes.flatMap((search) => [
		rule("listUsers", `looked for: ${search}`, "answered with nothing", { search }),
		rule("listRooms", `looked for: ${search}`, "answered with nothing", { search }),
		rule("listMembers", `looked for: ${search}`, "answered with nothing", { search }),
		rule("/api/validate_user", `no name: ${search}`, "invalid: username", {
			username: search,
		}),
		rule(
			"createAccount",
			`no name: ${search}`,
			"invalid: username",
			{ username: search },
			"administrator",
		),
	]),
	rule("loadMessages", "before and after", "invalid", { before: 3, after: 1 }),
	rule("loadMessages", "before the beginning", "answered", { before: 1 }),
	rule("loadMessages", "after the end of numbers", "answered", {
		after: Number.MAX_SAFE_INTEGER,
	}),
	rule("getChanges", "after the end of numbers", "answered", (scene) => ({
		streams: [{ roomId: scene.id("room"), after: Number.MAX_SAFE_INTEGER }],
	})),
	rule("getChanges", "a stream twice", "answered", (scene) => ({
		streams: [
			{ roomId: scene.id("room"), after: 0 },
			{ roomId: scene.id("room"), after: 1 },
		],
	})),
	rule("getChanges", "a stream of nobody", "invalid: streams[0]", {
		streams: [{ after: 0 }],
	}),
	rule("getChanges", "a stream of a room and a person", "invalid: streams[0]", (scene) => ({
		streams: [
			{
				roomId: scene.id("room"),
				userId: scene.people.leader.userId,
				after: 0,
			},
		],
	})),
	rule("getChanges", "another's private stream", "not_member", (scene) => ({
		streams: [{ userId: scene.people.member.userId, after: 0 }],
	})),
	rule("getChanges", "no stream", "answered", { streams: [] }),
	rule("getUsers", "the same twice", "answered", (scene) => ({
		userIds: [scene.bystander.userId, scene.bystander.userId],
	})),
	rule("watchPeople", "the same twice", "answered", (scene) => ({
		userIds: [scene.bystander.userId, scene.bystander.userId],
	})),
	rule("loadMessagesByIds", "the same twice", "answered", (scene) => ({
		messagesIds: [scene.id("message"), scene.id("message")],
	})),
];

const same =
	(name: string) =>
	(scene: Scene): number[] => [scene.id(name), scene.id(name)];

/** The same twice in a list of those who cannot be there. */
const repeated: Rule[] = [
	rule("addRoom", "nobody twice", "invalid: users", (scene) => ({
		users: same("nobody")(scene),
	})),
	rule("addChannel", "nobody twice", "invalid: users", (scene) => ({
		users: same("nobody")(scene),
	})),
	rule("inviteUser", "nobody twice", "invalid: users", (scene) => ({
		users: same("nobody")(scene),
	})),
	rule("createInvitation", "a foreign room twice", "not_member", (scene) => ({
		roomIds: same("foreign room")(scene),
	})),
	rule("inviteUser", "who is in already, twice", "answered", (scene) => ({
		users: [scene.bystander.userId, scene.bystander.userId],
	})),
	rule("inviteUser", "oneself", "answered", (scene) => ({
		users: [scene.people.leader.userId],
	})),
	rule("inviteUser", "nobody at all", "answered", { users: [] }),
	rule("joinRoom", "where one is already", "answered", at("room")),
];

const keys: Rule[] = [
	...["short", "password", "12345678", "\u0001\u0002"].flatMap((password) => [
		rule(
			"/api/register",
			`a weak password: ${JSON.stringify(password)}`,
			"password_weak",
			{ password },
			"signedOut",
		),
		rule(
			"setAccountPassword",
			`a weak password: ${JSON.stringify(password)}`,
			"password_weak",
			{ password },
			"administrator",
		),
		rule(
			"createAccount",
			`a weak password: ${JSON.stringify(password)}`,
			"password_weak",
			{ password },
			"administrator",
		),
		rule("/api/change_password", `a weak password: ${JSON.stringify(password)}`, "password_weak", {
			password,
		}),
	]),
	rule(
		"createAccount",
		"a name that is taken",
		"name_taken",
		(scene) => ({ username: scene.people.leader.name }),
		"administrator",
	),
	rule(
		"createAccount",
		"a name that is taken, in capitals",
		"name_taken",
		(scene) => ({
			username: scene.people.leader.name.toUpperCase(),
		}),
		"administrator",
	),
	rule(
		"/api/register",
		"a name that is taken",
		"name_taken",
		(scene) => ({ username: scene.people.leader.name }),
		"signedOut",
	),
	rule(
		"/api/register",
		"an invitation of nobody",
		"link_invalid",
		{ invitation: "x".repeat(43) },
		"signedOut",
	),
	rule(
		"/api/register",
		"a set-up link that was used",
		"link_invalid",
		{ setup: "x".repeat(43) },
		"signedOut",
	),
	...["x", "@", "a@", "@b", "a@b@c", "a b@c", "a@.c", "a@c."].map((email) =>
		rule("/api/register", `no address: ${email}`, "invalid: email", { email }, "signedOut"),
	),
	rule(
		"/api/auth",
		"a wrong password",
		"bad_credentials",
		{ password: "wrong horse battery" },
		"signedOut",
	),
	rule("/api/auth", "nobody's name", "bad_credentials", { username: "nobody-at-all" }, "signedOut"),
	rule(
		"/api/auth",
		"a disabled account",
		"account_disabled",
		(scene) => ({
			username: scene.disabled.name,
			password: PASSWORD,
		}),
		"signedOut",
	),
	rule(
		"/api/auth",
		"a disabled account, a wrong password",
		"bad_credentials",
		(scene) => ({
			username: scene.disabled.name,
			password: "wrong horse battery",
		}),
		"signedOut",
	),
	rule("/api/validate_user", "a name that is taken", "name_taken", (scene) => ({
		username: scene.people.leader.name,
	})),
	...["/api/invitation", "/api/verify_token", "/api/accept_token", "/api/sign_in_link"].flatMap((door) =>
		["x", "x".repeat(43), "'; --", "\u0001"].map((token) =>
			rule(door, `no token: ${JSON.stringify(token)}`, "link_invalid", { token }, "signedOut"),
		),
	),
	rule("/api/change_password", "a wrong old password", "bad_credentials", {
		oldPassword: "wrong horse battery",
	}),
	rule(
		"setAccountRole",
		"the last administrator",
		"conflict",
		(scene) => ({
			userId: scene.people.administrator.userId,
			role: "member",
		}),
		"administrator",
	),
	rule(
		"setAccountState",
		"the last administrator",
		"conflict",
		(scene) => ({
			userId: scene.people.administrator.userId,
			state: "disabled",
		}),
		"administrator",
	),
];

export const rules: readonly Rule[] = [
	...quiet,
	...deleted,
	...direct,
	...mains,
	...texts,
	...questions,
	...repeated,
	...keys,
];
