/* What is wrong with a request as a whole, whatever its fields are. */
import { pictureOf } from "./harness/bodies";
import type { Actor, Case } from "./harness/case";
import { askerOf, bodyOf } from "./harness/asking";
import type { Door } from "./harness/schema";

type More = Pick<Case, "label" | "expected" | "body"> & Pick<Partial<Case>, "request">;

function frame(door: Door, by: Actor, more: More): Case {
	return {
		door: door.name,
		kind: door.kind,
		field: "",
		by,
		variant: "",
		...more,
	};
}

const whole =
	(door: Door): Case["body"] =>
	(_scene, given) =>
		bodyOf(door, given);

/** Of a socket's frame: what is no object of ours, and an action by another name. */
function framesOfAction(door: Door): More[] {
	const named =
		(name: string): Case["body"] =>
		(_scene, given) =>
			bodyOf(door, given, { action: JSON.stringify(name) });
	const numbered =
		(cbId: string): Case["body"] =>
		(_scene, given) =>
			bodyOf(door, given, { action: JSON.stringify(`${door.name}x`), cbId });
	const noNumbers = ['"1"', "1.5", "null", "[1]", "1e300", "9007199254740992"];
	const unknown = [door.name.toUpperCase(), `${door.name} `, `${door.name}x`, `/${door.name}`];
	return [
		...unknown.map((name) => ({
			label: `action ${JSON.stringify(name)}`,
			expected: ["unknown_action"],
			body: named(name),
		})),
		...noNumbers.map((cbId) => ({
			label: `an unknown action with the cbId ${cbId}`,
			expected: ["unknown_action"],
			body: numbered(cbId),
		})),
		{
			label: "in a list",
			expected: ["malformed"],
			body: (scene, given) => `[${String(whole(door)(scene, given))}]`,
		},
		{
			label: "behind it another",
			expected: ["malformed"],
			body: (scene, given) => `${String(whole(door)(scene, given))}{}`,
		},
		{
			label: "cut short",
			expected: ["malformed"],
			body: (scene, given) => String(whole(door)(scene, given)).slice(0, -1),
		},
	];
}

/** Of a route: another method, another kind of body, another site. */
function framesOfRoute(door: Door): More[] {
	const body = whole(door);
	const other = door.method === "GET" ? ["POST", "PUT", "DELETE"] : ["GET", "PUT", "DELETE", "PATCH"];
	const methods = other.map((method) => ({
		label: `method ${method}`,
		expected: ["method_not_allowed"],
		body,
		request: { method },
	}));
	if (door.method === "GET") return methods;
	const headers = (label: string, expected: string, given: Record<string, string>): More => ({
		label,
		expected: [expected],
		body,
		request: { headers: given },
	});
	return [
		...methods,
		headers("another kind of body", "media_type", {
			"Content-Type": "text/plain",
		}),
		headers("a form", "media_type", {
			"Content-Type": "application/x-www-form-urlencoded",
		}),
		headers("from another site", "bad_origin", {
			Origin: "https://evil.example",
		}),
		headers("from nowhere", "bad_origin", { Origin: "null" }),
		headers("from another port", "bad_origin", {
			Origin: "http://localhost:1",
		}),
		...(door.body === "json" ? bodiesOfRoute() : picturesOfRoute()),
	];
}

const pictures: readonly (readonly [string, string, Uint8Array])[] = [
	["nothing at all", "not_a_picture", new Uint8Array()],
	["a text", "not_a_picture", new TextEncoder().encode("no picture")],
	["half a picture", "not_a_picture", pictureOf().subarray(0, 60)],
	["a drawing", "not_a_picture", pictureOf("drawing.svg")],
	["a page", "not_a_picture", pictureOf("page.html")],
	["more pixels than memory", "too_many_pixels", pictureOf("bomb.png")],
];

function picturesOfRoute(): More[] {
	const form = { "Content-Type": "multipart/form-data; boundary=b" };
	const formOf = (text: string): Uint8Array => new TextEncoder().encode(text.replaceAll("\n", "\r\n"));
	const part = '--b\nContent-Disposition: form-data; name="other"; filename="a.png"\n\nx\n--b--\n';
	return [
		...pictures.map(([label, code, bytes]) => ({ label, expected: [code], body: () => bytes })),
		{
			label: "a form without it",
			expected: ["invalid"],
			body: () => formOf(part),
			request: { headers: form },
		},
		{
			label: "a form that does not end",
			expected: ["invalid"],
			body: () => formOf(part.slice(0, 40)),
			request: { headers: form },
		},
	];
}

function bodiesOfRoute(): More[] {
	const texts: [string, string, string][] = [
		["no body", "malformed", ""],
		["a list", "malformed", "[]"],
		["null", "malformed", "null"],
		["not closed", "malformed", "{"],
		["a byte order mark", "malformed", "\ufeff{}"],
		["more than is read", "too_large", `{"x":"${"x".repeat(66_000)}"}`],
	];
	return texts.map(([label, code, text]) => ({
		label,
		expected: [code],
		body: () => text,
	}));
}

export function framesOf(door: Door): Case[] {
	const frames = door.kind === "action" ? framesOfAction(door) : framesOfRoute(door);
	return frames.map((more) => frame(door, askerOf(door), more));
}
