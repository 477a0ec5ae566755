import { beforeEach, describe, expect, it } from "vitest";

import { ApiError, localError } from "./errors";
import { Outbox, STALE_AFTER_MS, type OutboxEntry } from "./outbox";
import type { MessageEditInput, MessageEditReply, MessageSendInput, MessageSendReply } from "./protocol.gen";
import { ManualTimers, settle } from "./testing/manual-timers";

interface Asked {
	input: MessageSendInput & { wish?: MessageEditInput };
	store(): void;
	fail(error: ApiError): void;
}

describe("Outbox", () => {
	let timers: ManualTimers;
	let disk: Map<string, OutboxEntry>;
	let asked: Asked[];
	let log: string[];
	let broken: boolean;
	let bugs: string[];

	beforeEach(() => {
		timers = new ManualTimers();
		disk = new Map();
		asked = [];
		log = [];
		broken = false;
		bugs = [];
	});

	function send(input: MessageSendInput): Promise<MessageSendReply> {
		return new Promise((resolve, reject) => {
			const reply = { roomId: input.roomId, clientId: input.clientId, id: 1, seq: 1, time: 1 };
			asked.push({ input, store: () => resolve(reply), fail: reject });
		});
	}

	function edit(wish: MessageEditInput): Promise<MessageEditReply> {
		return new Promise((resolve, reject) => {
			const reply = { id: wish.id, roomId: 1, edited: 2, deleted: !wish.content };
			const input = { roomId: 1, clientId: "", content: wish.content ?? "", wish };
			asked.push({ input, store: () => resolve(reply), fail: reject });
		});
	}

	function make(): Outbox {
		return new Outbox({
			send,
			edit,
			timers,
			store: {
				load: () => Promise.resolve([...disk.values()].map((entry) => ({ ...entry }))),
				put: (entry) =>
					broken
						? Promise.reject(new Error("full"))
						: Promise.resolve(void disk.set(entry.clientId, entry)),
				remove: (clientId) => Promise.resolve(void disk.delete(clientId)),
			},
			onChange: (entry) => log.push(`${entry.content}:${entry.state}`),
			onStored: (entry, reply) => log.push(`${entry.content}:stored${reply ? "" : " by event"}`),
			onDiscarded: (entry) => log.push(`${entry.content}:discarded`),
			onWishEnded: (entry, outcome) =>
				log.push(
					`${entry.wish?.content}:${outcome instanceof ApiError ? outcome.code : "came true"}`,
				),
			onBug: (text) => bugs.push(text),
		});
	}

	async function online(): Promise<Outbox> {
		const outbox = make();
		await outbox.load();
		outbox.online();
		return outbox;
	}

	const contents = (): string[] => asked.map(({ input }) => input.content);

	it("keeps a message on disk before it writes it, until it is stored", async () => {
		const outbox = await online();
		outbox.add(1, "a");
		expect(asked).toHaveLength(0);
		await settle();
		expect(asked).toHaveLength(1);
		expect([...disk.values()][0]).toMatchObject({
			content: "a",
			state: "sent",
			firstTriedAt: timers.now(),
		});
		asked[0]?.store();
		await settle();
		expect(disk.size).toBe(0);
		expect(log.at(-1)).toBe("a:stored");
	});

	it("has one of a room on the wire, in order; rooms do not wait for each other", async () => {
		const outbox = await online();
		for (const text of ["a", "b", "c"]) outbox.add(1, text);
		outbox.add(2, "x");
		await settle();
		expect(contents()).toEqual(["a", "x"]);
		asked[0]?.store();
		await settle();
		expect(contents()).toEqual(["a", "x", "b"]);
	});

	it("sends again with the same clientId after a lost connection, before later ones", async () => {
		const outbox = await online();
		outbox.add(1, "a");
		outbox.add(1, "b");
		await settle();
		outbox.offline();
		asked[0]?.fail(localError("disconnected"));
		await timers.advance(60_000);
		expect(asked).toHaveLength(1);
		outbox.online();
		await settle();
		expect(contents()).toEqual(["a", "a"]);
		expect(asked[1]?.input.clientId).toBe(asked[0]?.input.clientId);
		expect(asked[1]?.input.timeDiff).toBe(60_000);
		asked[1]?.store();
		await settle();
		expect(contents()).toEqual(["a", "a", "b"]);
	});

	it("takes the event for the acknowledgement, and the late answer for nothing", async () => {
		const outbox = await online();
		const { clientId } = outbox.add(1, "a");
		outbox.add(1, "b");
		await settle();
		outbox.acknowledge(clientId, 1);
		outbox.acknowledge(clientId, 1);
		expect(log.filter((line) => line.startsWith("a:stored"))).toEqual(["a:stored by event"]);
		asked[0]?.store();
		await settle();
		expect(log.filter((line) => line.startsWith("a:stored"))).toHaveLength(1);
		expect(contents()).toEqual(["a", "b"]);
	});

	it("survives the page: what was left is sent in the order written", async () => {
		const outbox = make();
		for (const text of ["a", "b"]) {
			outbox.add(1, text);
			await timers.advance(10);
		}
		const again = await online();
		await settle();
		expect(contents()).toEqual(["a"]);
		expect(again.entries.map(({ content }) => content)).toEqual(["a", "b"]);
	});

	it("waits as long as the server asks, then tries again; later ones wait behind it", async () => {
		const outbox = await online();
		outbox.add(1, "a");
		outbox.add(1, "b");
		await settle();
		asked[0]?.fail(new ApiError("rate_limited", "slow", { retryable: true, retryAfterMs: 1_500 }));
		await timers.advance(1_499);
		expect(contents()).toEqual(["a"]);
		expect(outbox.entries[0]).toMatchObject({ state: "waiting", error: null });
		await timers.advance(1);
		expect(contents()).toEqual(["a", "a"]);
	});

	it("backs off by itself when the server does not say", async () => {
		const outbox = await online();
		outbox.add(1, "a");
		await settle();
		const waits: number[] = [];
		for (let i = 0; i < 3; i++) {
			const before = timers.now();
			asked.at(-1)?.fail(localError("timeout"));
			while (asked.length === i + 1) await timers.advance(50);
			waits.push(timers.now() - before);
		}
		expect(waits).toEqual([750, 1250, 2250]);
	});

	it("puts aside what is refused, with the reason, and goes on with the next", async () => {
		const outbox = await online();
		const { clientId } = outbox.add(1, "a");
		outbox.add(1, "b");
		await settle();
		asked[0]?.fail(new ApiError("too_large", "too long"));
		await settle();
		expect(contents()).toEqual(["a", "b"]);
		expect(disk.get(clientId)).toMatchObject({
			state: "failed",
			error: { code: "too_large", message: "too long" },
		});
		asked[1]?.store();
		await outbox.retry(clientId);
		await settle();
		expect(asked.at(-1)?.input.clientId).toBe(clientId);
	});

	it("sends what belongs to a message along, also after a reload", async () => {
		const more = { tags: { "\u3501": 9 }, parentMessage: 5, quotedMessage: 6 };
		make().add(1, "a", more);
		await settle();
		await online();
		await settle();
		expect(asked[0]?.input).toMatchObject(more);
	});

	describe("what is wished of one that may be stored already", () => {
		async function frozen(): Promise<{ outbox: Outbox; clientId: string }> {
			const outbox = await online();
			const { clientId } = outbox.add(1, "a");
			outbox.add(1, "b");
			await settle();
			return { outbox, clientId };
		}

		const wishes = (): unknown[] => asked.map(({ input }) => input.wish?.content ?? input.content);

		it("waits for its id, and goes out before later messages; the message itself is sent unchanged", async () => {
			const { outbox, clientId } = await frozen();
			outbox.offline();
			asked[0]?.fail(localError("disconnected"));
			await settle();
			expect(outbox.edit(clientId, "other", { "\u3501": 9 })).toMatchObject({ content: "a" });
			expect(outbox.discard(clientId)).toBe(false);
			outbox.online();
			await settle();
			expect(contents()).toEqual(["a", "a"]);
			asked[1]?.store();
			await settle();
			expect(asked[2]?.input.wish).toEqual({ id: 1, content: "other", tags: { "\u3501": 9 } });
			expect(log).toContain("a:stored");
			asked[2]?.store();
			await settle();
			expect(log).toContain("other:came true");
			expect(wishes()).toEqual(["a", "a", "other", "b"]);
		});

		it("is kept over a reload", async () => {
			const { outbox, clientId } = await frozen();
			outbox.edit(clientId, "other");
			asked[0]?.store();
			await settle();
			outbox.offline();
			expect(disk.get(clientId)).toMatchObject({ messageId: 1, wish: { content: "other" } });
			asked.length = 0;
			await online();
			await settle();
			expect(asked[0]?.input.wish).toMatchObject({ id: 1, content: "other" });
			asked[0]?.store();
			await settle();
			expect([...disk.values()].map(({ content }) => content)).toEqual(["b"]);
		});

		it("learns the id from the event, too", async () => {
			const { outbox, clientId } = await frozen();
			expect(outbox.remove(clientId)).toBe(true);
			outbox.acknowledge(clientId, 77);
			outbox.acknowledge(clientId, 77);
			asked[0]?.store();
			await settle();
			expect(log.filter((line) => line.startsWith("a:stored"))).toEqual(["a:stored by event"]);
			expect(asked[1]?.input.wish).toEqual({ id: 77, content: null, tags: {} });
		});

		it("is the last one, when there were several", async () => {
			const { outbox, clientId } = await frozen();
			outbox.edit(clientId, "one");
			outbox.edit(clientId, "two");
			asked[0]?.store();
			await settle();
			outbox.edit(clientId, "three");
			asked[1]?.store();
			await settle();
			expect(wishes()).toEqual(["a", "two", "three"]);
			asked[2]?.store();
			await settle();
			expect(log.filter((line) => line.endsWith("came true"))).toEqual(["three:came true"]);
		});

		it("ends with the reason when the server refuses it, and later messages go on", async () => {
			const { outbox, clientId } = await frozen();
			outbox.edit(clientId, "other");
			asked[0]?.store();
			await settle();
			asked[1]?.fail(new ApiError("forbidden", "no"));
			await settle();
			expect(log).toContain("other:forbidden");
			expect(wishes()).toEqual(["a", "other", "b"]);
			expect(disk.has(clientId)).toBe(false);
		});

		it("is tried again after a loss", async () => {
			const { outbox, clientId } = await frozen();
			outbox.edit(clientId, "other");
			asked[0]?.store();
			await settle();
			asked[1]?.fail(localError("timeout"));
			await timers.advance(1_000);
			expect(wishes()).toEqual(["a", "other", "other"]);
		});

		it("takes the place of one that is refused after all", async () => {
			const { outbox, clientId } = await frozen();
			outbox.edit(clientId, "other");
			asked[0]?.fail(new ApiError("too_large", "no"));
			await settle();
			expect(disk.get(clientId)).toMatchObject({ state: "failed", content: "other", wish: null });
		});

		it("forgets one that was to be deleted and is refused", async () => {
			const { outbox, clientId } = await frozen();
			outbox.remove(clientId);
			asked[0]?.fail(new ApiError("too_large", "no"));
			await settle();
			expect(log).toContain("a:discarded");
			expect(disk.has(clientId)).toBe(false);
		});
	});

	describe("a change of a stored message", () => {
		const wish = (content: string | null) => ({ content, tags: {} });
		const wishes = (): unknown[] => asked.map(({ input }) => input.wish);

		it("waits for a connection, also over a reload, and the last word counts", async () => {
			const outbox = make();
			const { clientId } = outbox.change(1, 5, wish("one"));
			expect(outbox.change(1, 5, wish("two")).clientId).toBe(clientId);
			await settle();
			expect(asked).toHaveLength(0);
			await online();
			await settle();
			expect(wishes()).toEqual([{ id: 5, content: "two", tags: {} }]);
			asked[0]?.store();
			await settle();
			expect(log).toContain("two:came true");
			expect(disk.size).toBe(0);
		});

		it("goes out behind what was written before, and again after a loss", async () => {
			const outbox = await online();
			outbox.add(1, "a");
			outbox.change(1, 5, wish(null));
			outbox.change(2, 6, wish("b"));
			await settle();
			expect(asked.map(({ input }) => input.wish?.id ?? input.content)).toEqual(["a", 6]);
			asked[0]?.store();
			await settle();
			asked[2]?.fail(localError("timeout"));
			await timers.advance(1_000);
			expect(wishes().slice(2)).toEqual([
				{ id: 5, content: null, tags: {} },
				{ id: 5, content: null, tags: {} },
			]);
		});

		it("changed again while it is on its way is sent again", async () => {
			const outbox = await online();
			outbox.change(1, 5, wish("one"));
			await settle();
			outbox.change(1, 5, wish("two"));
			asked[0]?.store();
			await settle();
			expect(asked.map(({ input }) => input.content)).toEqual(["one", "two"]);
		});
	});

	it("changes or forgets what never left", async () => {
		const outbox = make();
		const { clientId } = outbox.add(1, "a");
		expect(outbox.edit(clientId, "b")?.clientId).toBe(clientId);
		await settle();
		expect(disk.get(clientId)?.content).toBe("b");
		expect(outbox.discard(clientId)).toBe(true);
		await settle();
		expect(disk.size).toBe(0);
		outbox.online();
		await settle();
		expect(asked).toHaveLength(0);
	});

	it("makes a new message of a refused one that is changed", async () => {
		const outbox = await online();
		const { clientId } = outbox.add(1, "a");
		await settle();
		asked[0]?.fail(new ApiError("too_large", "too long"));
		await settle();
		outbox.edit(clientId, "short");
		await settle();
		expect(asked.at(-1)?.input.content).toBe("short");
		expect(asked.at(-1)?.input.clientId).not.toBe(clientId);
		expect([...disk.values()].map(({ content }) => content)).toEqual(["short"]);
	});

	it("does not resend without asking what was first tried more than a week ago", async () => {
		const old = { roomId: 1, content: "old", createdAt: timers.now() - 2 * STALE_AFTER_MS, error: null };
		disk.set("x", {
			...old,
			clientId: "x",
			firstTriedAt: timers.now() - STALE_AFTER_MS - 1,
			state: "sent",
		});
		disk.set("y", { ...old, clientId: "y", content: "untried", firstTriedAt: null, state: "waiting" });
		const outbox = await online();
		await settle();
		expect(contents()).toEqual(["untried"]);
		expect(disk.get("x")).toMatchObject({ state: "failed", error: { code: "stale" } });
		expect(outbox.edit("x", "other")).toBeNull();
		asked[0]?.store();
		await outbox.retry("x");
		await settle();
		expect(asked.at(-1)?.input.clientId).toBe("x");
	});

	it("sends even when the disk is full, and says so", async () => {
		broken = true;
		const outbox = await online();
		outbox.add(1, "a");
		await settle();
		expect(contents()).toEqual(["a"]);
		expect(bugs.length).toBeGreaterThan(0);
	});

	it("gives every message an id of its own", () => {
		const outbox = make();
		const ids = new Set(Array.from({ length: 500 }, () => outbox.add(1, "x").clientId));
		expect(ids.size).toBe(500);
		for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
	});
});
