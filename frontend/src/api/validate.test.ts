import { describe, expect, it } from "vitest";

import {
	schemaEvents,
	schemaReplies,
	schemaRequests,
	schemaRoutes,
	schemaTypes,
	type FieldSchemas,
} from "./protocol.gen";
import { validate } from "./validate";

const user = {
	userId: 7,
	user: "ann",
	displayName: "Ann",
	sex: "Female",
	userImage: null,
	role: "member",
	bot: false,
	statusEmoji: null,
	statusText: null,
};
const message = {
	id: 304,
	roomId: 12,
	seq: 5,
	number: 3,
	userId: 7,
	time: 1790000000000,
	content: "look",
	clientId: "c1",
	status: "on_server",
	edited: 0,
	deleted: false,
	threadMessagesCount: 0,
	lastReply: 0,
	parentMessage: null,
	quotedMessage: null,
	pinned: false,
	tags: {},
	reactions: [{ emoji: "👍", count: 1, users: [9] }],
};
const posted = { action: "printMessage", handler: "ws-message", ...message };
const stored = {
	action: "messageStored",
	handler: "void",
	cbId: 8,
	roomId: 12,
	clientId: "c1",
	id: 304,
	seq: 5,
	time: 1790000000000,
};
const request = { action: "printMessage", roomId: 12, clientId: "c1", content: "look" };

describe("events", () => {
	it("takes what the reference says", () => {
		expect(validate("event", "printMessage", posted)).toEqual([]);
		expect(validate("event", "printMessage", { ...posted, content: null, tags: { x: 9 } })).toEqual([]);
		expect(validate("event", "joinUser", join({}))).toEqual([]);
	});

	const join = (changes: object) => ({
		action: "joinUser",
		handler: "room",
		roomId: 1,
		seq: 1,
		userId: 7,
		time: 0,
		user,
		...changes,
	});

	it.each([
		[{ id: undefined }, "id: is missing"],
		[{ id: null }, "id: must not be null"],
		[{ id: 0 }, "id: must be an id"],
		[{ id: 1.5 }, "id: must be an id"],
		[{ id: 2 ** 53 }, "id: must be an id"],
		[{ id: "1" }, "id: must be an id"],
		[{ time: -1 }, "time: must be a whole number from 0 to 9007199254740991"],
		[{ content: 7 }, "content: must be a text"],
		[{ clientId: "" }, "clientId: has 0, allowed are 1 to 64"],
		[{ clientId: "é".repeat(33) }, "clientId: has 66, allowed are 1 to 64"],
		[{ status: "lost" }, "status: must be one of on_server, received, read"],
		[{ tags: [] }, "tags: must be an object of whole numbers"],
		[{ tags: { x: -2 } }, "tags: must be an object of whole numbers"],
		[{ reactions: {} }, "reactions: must be an array of reactions"],
		[{ reactions: [{ emoji: "x", count: 1 }] }, "reactions: must be an array of reactions"],
		[{ reactions: [{ emoji: "x", count: 1, users: [0] }] }, "reactions: must be an array of reactions"],
		[{ extra: 1 }, "extra: is not in the schema"],
		[{ toString: 1 }, "toString: is not in the schema"],
		[{ handler: "room" }, 'handler: is "room", not "ws-message"'],
		[{ cbId: 3 }, "cbId: is not in the schema"],
	])("refuses %j", (changes, problem) => {
		expect(validate("event", "printMessage", { ...posted, ...changes })).toEqual([problem]);
	});

	it("looks into objects", () => {
		const wrong = { ...user, displayName: "😀".repeat(65), more: 1, role: undefined };
		expect(validate("event", "joinUser", join({ user: wrong }))).toEqual([
			"user.displayName: has 65, allowed are 1 to 64",
			"user.role: is missing",
			"user.more: is not in the schema",
		]);
		expect(validate("event", "joinUser", join({ user: [] }))).toEqual(["user: must be an object"]);
	});

	it("names what it does not know", () => {
		expect(validate("event", "nothing", { action: "nothing" })).toEqual([
			'action: no event is called "nothing"',
		]);
		expect(validate("event", "toString", { action: "toString" })).toHaveLength(1);
		expect(validate("event", "ping", posted)).toEqual(['action: is "printMessage", not "ping"']);
		expect(validate("event", "ping", null)).toEqual(["must be an object"]);
		expect(validate("event", "ping", [])).toEqual(["must be an object"]);
	});
});

describe("answers", () => {
	it("takes what the reference says", () => {
		expect(validate("reply", "printMessage", stored)).toEqual([]);
		expect(validate("reply", "getUsers", { handler: "void", cbId: 1, users: [user] })).toEqual([]);
	});

	it("checks the envelope", () => {
		expect(validate("reply", "printMessage", { ...stored, action: undefined })).toEqual([
			'action: is undefined, not "messageStored"',
		]);
		expect(validate("reply", "printMessage", { ...stored, handler: "ws" })).toEqual([
			'handler: is "ws", not "void"',
		]);
		expect(validate("reply", "printMessage", { ...stored, cbId: "8" })).toEqual([
			"cbId: must be a whole number",
		]);
		expect(validate("reply", "getUsers", { action: "x", handler: "void", users: [] })).toHaveLength(1);
		expect(validate("reply", "pong", { handler: "void" })).toEqual(["pong: this action has no answer"]);
	});

	it("looks into lists, and into changes event by event", () => {
		const changes = {
			roomId: 12,
			changes: [posted, { ...posted, seq: 0 }, { action: "x" }],
			seq: 6,
			head: 6,
			epoch: 1,
		};
		const streams = [
			{ ...changes, resync: false },
			{ ...changes, changes: {}, resync: 1 },
		];
		expect(validate("reply", "getChanges", { handler: "void", cbId: 1, streams })).toEqual([
			"streams[0].changes[1].seq: must be an id",
			'streams[0].changes[2]: no event is called "x"',
			"streams[1].changes: must be an array",
			"streams[1].resync: must be true or false",
		]);
	});
});

describe("requests", () => {
	it("takes optional fields absent or null, and ignores unknown ones", () => {
		expect(validate("request", "printMessage", request)).toEqual([]);
		expect(
			validate("request", "printMessage", {
				...request,
				files: null,
				parentMessage: null,
				x: 1,
				cbId: 1,
			}),
		).toEqual([]);
	});

	it("refuses what the server would refuse", () => {
		expect(validate("request", "printMessage", { ...request, content: null, files: [1, 0] })).toEqual([
			"content: must not be null",
			"files: must hold ids only",
		]);
		const many = Array.from({ length: 101 }, (_, i) => ({ roomId: i + 1, after: 0 }));
		expect(validate("request", "getChanges", { action: "getChanges", streams: many })).toEqual([
			"streams: has more than 100 entries",
		]);
		expect(validate("request", "nothing", { action: "nothing" })).toEqual([
			"nothing: there is no such action",
		]);
	});
});

describe("routes", () => {
	it("checks body, answer and error", () => {
		expect(validate("routeInput", "/api/auth", { username: "ann", password: "x" })).toEqual([]);
		expect(validate("routeInput", "/api/auth", { username: "ann" })).toEqual(["password: is missing"]);
		expect(validate("routeReply", "/api/auth", { userId: 7, user: "ann" })).toEqual([]);
		expect(validate("routeReply", "/api/auth", { userId: 7, user: "ann", cbId: 1 })).toEqual([
			"cbId: is not in the schema",
		]);
		expect(validate("routeReply", "/api/none", {})).toEqual(["/api/none: there is no such path"]);
		expect(validate("httpError", "", { error: "busy", message: "Later." })).toEqual([]);
		expect(
			validate("httpError", "", { error: "rate_limited", message: "Later.", retryAfterMs: 5 }),
		).toEqual([]);
		expect(validate("httpError", "", { error: "odd", message: "" })).toHaveLength(2);
	});
});

/** A value that fits a field, as small as its bounds allow. */
function sampleOf(fields: FieldSchemas): Record<string, unknown> {
	const sample: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		if (field.optional) continue;
		if (field.nullable) sample[name] = null;
		else if (field.type === "id") sample[name] = 1;
		else if (field.type === "int") sample[name] = field.min;
		else if (field.type === "bool") sample[name] = false;
		else if (field.type === "text" || field.type === "bytes") sample[name] = "x".repeat(field.min ?? 0);
		else if (field.type === "word") sample[name] = field.values?.[0];
		else if (field.type === "ids" || field.type === "list") sample[name] = [];
		else if (field.type === "raw") sample[name] = field.of === "idMap" ? {} : [];
		else if (field.type === "object") sample[name] = sampleOf(schemaTypes[field.of ?? ""] ?? {});
	}
	return sample;
}

describe("every table", () => {
	it("takes its smallest frame", () => {
		for (const [name, fields] of Object.entries(schemaRequests)) {
			expect(validate("request", name, { action: name, ...sampleOf(fields) })).toEqual([]);
		}
		for (const [name, { action, fields }] of Object.entries(schemaReplies)) {
			const frame = {
				...(action === null ? {} : { action }),
				handler: "void",
				cbId: 1,
				...sampleOf(fields),
			};
			expect(validate("reply", name, frame)).toEqual([]);
		}
		for (const [name, { handler, fields }] of Object.entries(schemaEvents)) {
			expect(validate("event", name, { action: name, handler, ...sampleOf(fields) })).toEqual([]);
		}
		for (const [path, { input, reply }] of Object.entries(schemaRoutes)) {
			expect(validate("routeInput", path, sampleOf(input))).toEqual([]);
			expect(validate("routeReply", path, sampleOf(reply))).toEqual([]);
		}
	});
});
