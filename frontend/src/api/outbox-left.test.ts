/* What pages that are gone have left in the outbox. */
import { beforeEach, describe, expect, it } from "vitest";

import { Outbox, type OutboxEntry } from "./outbox";
import type { MessageSendInput } from "./protocol.gen";
import { ManualTimers, settle } from "./testing/manual-timers";

describe("what other pages left", () => {
	let timers: ManualTimers;
	let left: OutboxEntry[];
	let readable: boolean;
	let again: () => void;
	let sent: string[];
	let bugs: string[];
	let outbox: Outbox;

	const nothing = (): void => undefined;

	async function read(tell: () => void = nothing): Promise<OutboxEntry[]> {
		again = tell;
		if (!readable) throw new Error("broken");
		return left.splice(0);
	}

	function send({ roomId, clientId, content }: MessageSendInput) {
		sent.push(content);
		return Promise.resolve({ roomId, clientId, id: 1, seq: 1, time: 1 });
	}

	beforeEach(() => {
		timers = new ManualTimers();
		[left, sent, bugs, readable] = [[], [], [], true];
		outbox = new Outbox({
			send,
			edit: () => Promise.reject(new Error("not here")),
			timers,
			store: { load: read, adopt: read, put: () => Promise.resolve(), remove: () => Promise.resolve() },
			onChange: nothing,
			onStored: nothing,
			onDiscarded: nothing,
			onWishEnded: nothing,
			onBug: (text) => bugs.push(text),
		});
	});

	const entry = (content: string): OutboxEntry => ({
		clientId: content,
		roomId: 1,
		content,
		createdAt: timers.now(),
		firstTriedAt: timers.now(),
		state: "sent",
		error: null,
	});

	it("is sent with a connection, and when one of them goes", async () => {
		left.push(entry("before"));
		await outbox.load();
		left.push(entry("meanwhile"));
		outbox.online();
		await settle();
		left.push(entry("later"));
		again();
		await settle();
		expect(sent).toEqual(["before", "meanwhile", "later"]);
		expect(bugs).toEqual([]);
	});

	it("may be unreadable: one can talk all the same", async () => {
		readable = false;
		await outbox.load();
		outbox.online();
		outbox.add(1, "a");
		await settle();
		expect(sent).toEqual(["a"]);
		expect(bugs).toHaveLength(2);
	});
});
