/* Profile pictures: what is taken and what is refused, who sees which, how they are served, and that nothing of a file but its
 * pixels ever comes out again. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import {
	defaultBinary,
	metricsOf,
	queryArchive,
	startServer,
	temporaryFolder,
	workersOf,
	type Server,
} from "./harness/server";
import type { Person } from "./harness/person";
import { until } from "./harness/wait";
import { newcomer, server, visitor } from "./harness/world";

const PATH = "/api/upload_profile_image";
const fixtures = fileURLToPath(new URL("../unit/picture/fixtures/", import.meta.url));

function fixture(name: string): Buffer {
	return readFileSync(fixtures + name);
}

function picture(name: string, type = "image/png"): Blob {
	return new Blob([new Uint8Array(fixture(name))], { type });
}

/** A PNG whose header says this size, with hardly any data. */
function pngOf(width: number, height: number): Blob {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 6, 0, 0, 0], 8);
	const chunk = (type: string, data: Buffer): Buffer => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
		ends[0].writeUInt32BE(data.length);
		ends[1].writeUInt32BE(crc32(body));
		return Buffer.concat([ends[0], body, ends[1]]);
	};
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	const bytes = Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", Buffer.alloc(20))]);
	return new Blob([new Uint8Array(bytes)], { type: "image/png" });
}

async function upload(
	person: Person,
	body: BodyInit,
	headers: Record<string, string> = {},
): Promise<Response> {
	return await fetch(person.world.origin + PATH, {
		method: "POST",
		headers: { ...person.headers(), ...headers },
		body,
	});
}

async function get(path: string, init: RequestInit = {}): Promise<Response> {
	return await fetch(server.origin + path, init);
}

/** Width and height of a baseline JPEG, from its frame header. */
function sizeOf(jpeg: Buffer): [number, number] {
	for (let at = 2; at + 9 < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
		expect(jpeg[at]).toBe(0xff);
		if (jpeg[at + 1] === 0xc0) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
	}
	throw new Error("no frame header");
}

function stored(person: Person): string[][] {
	return queryArchive(server.dataDir, `SELECT token FROM picture WHERE user_id = ${person.userId}`);
}

describe("a picture that is sent", () => {
	it("becomes two JPEGs, and everybody's view of the person has the small one", async () => {
		const [ann, bob] = [await newcomer(), await newcomer()];
		const { client } = await bob.connect();
		const reply = await ann.http(PATH, picture("large.jpg", "image/jpeg"));
		expect(reply.userImage).toMatch(/^\/photo\/[A-Za-z0-9]{32}\.jpeg$/);
		expect(reply.thumbnail).toBe(reply.userImage.replace("/photo/", "/photo/thumbnail/"));
		const large = Buffer.from(await (await get(reply.userImage)).arrayBuffer());
		const small = Buffer.from(await (await get(reply.thumbnail)).arrayBuffer());
		expect(sizeOf(large)).toEqual([512, 512]);
		expect(sizeOf(small)).toEqual([144, 144]);
		const { users } = await client.request("getUsers", { userIds: [ann.userId] });
		expect(users).toMatchObject([{ userId: ann.userId, userImage: reply.thumbnail }]);
		const own = await ann.connect();
		expect(own.first["users"]).toMatchObject([{ userId: ann.userId, userImage: reply.thumbnail }]);
	});

	it("is told to the person's other devices by the private stream, live and when catching up", async () => {
		const ann = await newcomer();
		const phone = await ann.connect();
		const before = Number(phone.first["seq"]);
		const { thumbnail } = await ann.http(PATH, picture("quads.png"));
		const event = await phone.event({ action: "userProfileChanged", userId: ann.userId });
		expect(event["user"]).toMatchObject({ userId: ann.userId, userImage: thumbnail });
		expect(event["seq"]).toBe(before + 1);
		const later = await (await ann.another()).connect();
		expect(later.first["seq"]).toBe(before + 1);
		const changes = await later.rawRequest({
			action: "getChanges",
			streams: [{ userId: ann.userId, after: before }],
		});
		expect(JSON.stringify(changes)).toContain(thumbnail);
	});

	it("is told to those who watch the person, and its removal as well", async () => {
		const [ann, bob] = [await newcomer(), await newcomer()];
		const watcher = await bob.connect();
		await watcher.client.request("watchPeople", { userIds: [ann.userId] });
		const told = (image: string | null): Promise<unknown> =>
			until(`that it is ${image}`, () =>
				watcher.frames.find(
					({ action, user }) =>
						action === "personChanged" &&
						(user as { userId: number }).userId === ann.userId &&
						(user as { userImage: string | null }).userImage === image,
				),
			);
		const { thumbnail, userImage } = await ann.http(PATH, picture("quads.png"));
		await told(thumbnail);
		const { profile } = await watcher.client.request("getProfile", { userId: ann.userId });
		expect(profile.userImage).toBe(userImage);
		await ann.http("/api/remove_profile_image", {});
		await told(null);
	});

	it.each([
		["quads.png", "image/png"],
		["deep.png", "image/png"],
		["interlaced.png", "image/png"],
		["quads.webp", "image/webp"],
		["animated.webp", "image/webp"],
		["animated.gif", "image/gif"],
		["cmyk.jpg", "image/jpeg"],
		["progressive.jpg", "image/jpeg"],
	])("may be %s, whatever its type says", async (name, type) => {
		const ann = await newcomer();
		const { userImage } = await ann.http(PATH, picture(name, type));
		expect(sizeOf(Buffer.from(await (await get(userImage)).arrayBuffer()))).toEqual([64, 64]);
		await ann.http(PATH, picture(name, "image/anything"));
	});

	it("may be the part `file` of a form", async () => {
		const ann = await newcomer();
		const form = new FormData();
		form.append("comment", "me");
		form.append("file", picture("quads.png"), "me.png");
		const answer = await upload(ann, form);
		expect(answer.status).toBe(200);
		const { userImage } = (await answer.json()) as { userImage: string };
		expect((await get(userImage)).status).toBe(200);
	});

	it("leaves nothing of its file behind but the pixels", async () => {
		const ann = await newcomer();
		for (const name of ["turned.jpg", "turned.png", "turned.webp", "polyglot.jpg"]) {
			expect(fixture(name).toString("latin1")).toMatch(/Secret camera|<script>/);
			const reply = await ann.http(PATH, picture(name));
			for (const path of [reply.userImage, reply.thumbnail]) {
				const text = Buffer.from(await (await get(path)).arrayBuffer()).toString("latin1");
				expect(text).not.toMatch(/Secret|Exif|script|html|PK\x03\x04/);
			}
		}
	});

	it("replaces the one before, whose address is gone for good", async () => {
		const ann = await newcomer();
		const first = await ann.http(PATH, picture("quads.png"));
		const second = await ann.http(PATH, picture("quads.png"));
		expect(second.userImage).not.toBe(first.userImage);
		expect((await get(first.userImage)).status).toBe(404);
		expect((await get(first.thumbnail)).status).toBe(404);
		expect((await get(second.thumbnail)).status).toBe(200);
		expect(stored(ann)).toHaveLength(1);
	});

	it("is one, however many are sent at the same time", async () => {
		const ann = await newcomer();
		await ann.http(PATH, picture("quads.png"));
		const answers = await Promise.all(
			["quads.webp", "quads.jpg", "deep.png", "animated.gif"].map((name) => upload(ann, picture(name))),
		);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(stored(ann)).toHaveLength(1);
		const { client } = await ann.connect();
		const { users } = await client.request("getUsers", { userIds: [ann.userId] });
		expect(users[0]?.userImage).toBe(`/photo/thumbnail/${stored(ann)[0]?.[0]}.jpeg`);
		expect((await get(users[0]?.userImage ?? "")).status).toBe(200);
	});
});

describe("a picture that is removed", () => {
	it("is gone everywhere, and can be removed again", async () => {
		const ann = await newcomer();
		const phone = await ann.connect();
		const { userImage, thumbnail } = await ann.http(PATH, picture("quads.png"));
		expect(await ann.http("/api/remove_profile_image", {})).toEqual({ ok: true });
		const events = await until("both changes", () => {
			const found = phone.applied.filter(({ action }) => action === "userProfileChanged");
			return found.length === 2 && found;
		});
		expect(events[1]?.["user"]).toMatchObject({ userImage: null });
		expect((await get(userImage)).status).toBe(404);
		expect((await get(thumbnail)).status).toBe(404);
		expect(stored(ann)).toEqual([]);
		expect(await ann.http("/api/remove_profile_image", {})).toEqual({ ok: true });
		const later = await (await ann.another()).connect();
		expect(later.first["seq"]).toBe(events[1]?.["seq"]);
	});
});

describe("what is refused", () => {
	it.each([
		["nothing", new Blob([], { type: "image/png" })],
		["a page", picture("page.html")],
		["a drawing with a script in it", picture("drawing.svg", "image/svg+xml")],
		[
			"a truncated picture",
			new Blob([new Uint8Array(fixture("quads.jpg").subarray(0, 700))], { type: "image/jpeg" }),
		],
		[
			"noise behind a signature",
			new Blob([new Uint8Array(fixture("quads.png").subarray(0, 8)), new Uint8Array(500).fill(7)], {
				type: "image/png",
			}),
		],
	])("%s, as no picture", async (_what, body) => {
		const ann = await newcomer();
		await expect(ann.http(PATH, body)).rejects.toMatchObject({ code: "not_a_picture", status: 415 });
		expect(stored(ann)).toEqual([]);
	});

	it("canvases of more than 40 megapixels, by their header", async () => {
		const ann = await newcomer();
		for (const body of [
			pngOf(6325, 6325),
			pngOf(2 ** 31 - 1, 2 ** 31 - 1),
			pngOf(70_000, 1),
			picture("bomb.jpg"),
			picture("bomb.gif"),
			picture("bomb-frame.gif"),
			picture("bomb.webp"),
		]) {
			await expect(ann.http(PATH, body)).rejects.toMatchObject({
				code: "too_many_pixels",
				status: 413,
			});
		}
	});

	it("more bytes than picture_bytes_max, before they are sent", async () => {
		const ann = await newcomer();
		const [status, body] = await announce(ann, 8 * 1024 * 1024 + 8193);
		expect(status).toBe(413);
		expect(JSON.parse(body)).toMatchObject({ error: "too_large" });
		const large = new Blob([new Uint8Array(8 * 1024 * 1024 + 1)], { type: "image/png" });
		await expect(ann.http(PATH, large)).rejects.toMatchObject({ code: "too_large" });
	});

	it("large bodies of anybody who is not signed in, before they are sent", async () => {
		const [status, body] = await announce(visitor(), 5_000_000);
		expect(status).toBe(401);
		expect(JSON.parse(body)).toMatchObject({ error: "unauthenticated" });
		await expect(visitor().http(PATH, picture("quads.png"))).rejects.toMatchObject({
			code: "unauthenticated",
		});
		await expect(visitor().http("/api/remove_profile_image", {})).rejects.toMatchObject({
			code: "unauthenticated",
		});
	});

	it("other types, other sites, forms without the part", async () => {
		const ann = await newcomer();
		await expect(ann.http(PATH, picture("quads.png", "text/plain"))).rejects.toMatchObject({
			code: "media_type",
		});
		const foreign = await upload(ann, picture("quads.png"), { Origin: "https://evil.example" });
		expect([foreign.status, await foreign.json()]).toMatchObject([403, { error: "bad_origin" }]);
		const form = new FormData();
		form.append("picture", picture("quads.png"), "me.png");
		const other = await upload(ann, form);
		expect([other.status, await other.json()]).toMatchObject([400, { error: "invalid" }]);
		expect(stored(ann)).toEqual([]);
	});

	it("and large bodies for any other address", async () => {
		const ann = await newcomer();
		for (const path of ["/api/auth", "/api/remove_profile_image", "/", "/photo/x"]) {
			const [status, body] = await announce(ann, 100_000, path);
			expect(status).toBe(413);
			expect(JSON.parse(body)).toMatchObject({ error: "too_large" });
		}
	});
});

/** Sends the head alone and reads the answer. */
function announce(person: Person, size: number, path = PATH): Promise<[number, string]> {
	const { host, hostname, port } = new URL(person.world.origin);
	const headers = {
		...person.headers(),
		Host: host,
		"Content-Type": "image/png",
		"Content-Length": String(size),
	};
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname);
		const parts: Buffer[] = [];
		socket.setTimeout(10_000, () => socket.destroy(new Error("no answer")));
		socket.on("error", reject);
		socket.on("data", (bytes) => parts.push(bytes));
		socket.on("end", () => {
			const [head = "", body = ""] = Buffer.concat(parts).toString().split("\r\n\r\n");
			socket.end();
			resolve([Number(head.split(" ")[1]), body]);
		});
		socket.write(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
	});
}

describe("how pictures are served", () => {
	it("for good, as JPEG and nothing else, also to HEAD", async () => {
		const ann = await newcomer();
		const { userImage } = await ann.http(PATH, picture("quads.png"));
		const answer = await get(userImage);
		expect(answer.status).toBe(200);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			"content-type": "image/jpeg",
			"cache-control": "private, max-age=31536000, immutable",
		});
		const head = await get(userImage, { method: "HEAD" });
		expect(head.status).toBe(200);
		expect(head.headers.get("content-length")).toBe(answer.headers.get("content-length"));
		expect((await head.arrayBuffer()).byteLength).toBe(0);
	});

	it("and what is none is a typed 404 that nobody keeps", async () => {
		for (const path of [
			"/photo/",
			"/photo/nothing.jpeg",
			`/photo/${"a".repeat(32)}.jpeg`,
			`/photo/thumbnail/${"a".repeat(32)}.jpeg`,
			`/photo/${"a".repeat(31)}%00.jpeg`,
		]) {
			const answer = await get(path);
			expect(answer.status === 404 || answer.status === 400, path).toBe(true);
			expect(answer.headers.get("cache-control")).toBe("no-store");
			expect(answer.headers.get("content-type")).toBe("application/json");
		}
		expect((await get(`/photo/${"a".repeat(32)}.jpeg`, { method: "POST", body: "{}" })).status).toBe(405);
	});
});

describe("a helper that goes wrong", () => {
	let broken: Server;
	const folder = temporaryFolder();
	const program = join(folder, "confab-picture");
	afterAll(async () => {
		expect(broken.alarms).toEqual([]);
		expect(await broken.remove()).toBe(0);
		rmSync(folder, { recursive: true });
	});

	it("costs its own picture, and nothing else", async () => {
		broken = await startServer({ workers: 1, config: { helpers_dir: folder } });
		const { origin } = broken.address;
		const [worker] = workersOf(broken.address.pid);
		const ann = await visitor(origin).register();
		const cases = [
			["kill -SEGV $$", "not_a_picture"],
			["cat /dev/zero", "not_a_picture"],
			["echo nonsense", "not_a_picture"],
			["printf 'cpic\\0\\0\\0\\0\\0\\0\\0\\4\\0\\0\\0\\4htmlhtml'", "not_a_picture"],
			["exit 71", "internal"],
			[null, "internal"],
		] as const;
		for (const [script, code] of cases) {
			if (script === null) rmSync(program);
			else writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
			await expect(ann.http(PATH, picture("quads.png")), String(script)).rejects.toMatchObject({
				code,
			});
		}
		copyFileSync(join(dirname(defaultBinary()), "confab-picture"), program);
		await ann.http(PATH, picture("quads.png"));
		expect(workersOf(broken.address.pid)).toMatchObject([{ pid: worker?.pid }]);
	});
});

describe("limits", () => {
	let limited: Server;
	afterAll(async () => {
		expect(limited.alarms).toEqual([]);
		expect(await limited.remove()).toBe(0);
	});

	it("a person sends so many an hour, and a worker works on so many at once", async () => {
		limited = await startServer({
			workers: 1,
			config: { rate_pictures_per_hour: 3, pictures_at_once: 1, picture_queue_max: 0 },
		});
		const { origin } = limited.address;
		const ann = await visitor(origin).register();
		for (let i = 0; i < 3; i++) await ann.http(PATH, picture("quads.png"));
		await expect(ann.http(PATH, picture("quads.png"))).rejects.toMatchObject({ code: "rate_limited" });

		const people = await Promise.all(Array.from({ length: 8 }, () => visitor(origin).register()));
		const answers = await Promise.all(people.map((person) => upload(person, picture("large.jpg"))));
		const statuses = answers.map(({ status }) => status);
		expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
		expect(statuses).toContain(200);
		expect(statuses).toContain(503);
		const busy = answers.find(({ status }) => status === 503);
		expect(await busy?.json()).toMatchObject({ error: "busy" });
		expect((await metricsOf(origin)).get("confab_requests_in_flight")).toBe(0);
	});

	it("a worker that is sent away finishes what it has begun, and its successor finds the helper", async () => {
		const { origin, pid } = limited.address;
		const bob = await visitor(origin).register();
		const before = workersOf(pid).map((worker) => worker.pid);
		const going = upload(bob, picture("large.jpg"));
		limited.signal("SIGHUP");
		expect((await going).status).toBe(200);
		await until(
			"another worker",
			() => workersOf(pid).every((worker) => !before.includes(worker.pid)),
			30_000,
		);
		expect((await upload(await visitor(origin).register(), picture("quads.png"))).status).toBe(200);
	});
});
