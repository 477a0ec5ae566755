import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Popups } from "./popups";

class FakeNotice {
	static readonly all: FakeNotice[] = [];
	onclick: () => void = () => undefined;
	closed = false;

	constructor(
		readonly title: string,
		readonly options: NotificationOptions,
	) {
		FakeNotice.all.push(this);
	}

	close(): void {
		this.closed = true;
	}
}

const popup = (text: string, roomId = 12) => ({
	roomId,
	title: "Grace",
	text,
	icon: "/icon.svg",
	more: (count: number) => `and ${count} more`,
});

describe("Popups", () => {
	const opened = vi.fn();
	let popups: Popups;

	beforeEach(() => {
		FakeNotice.all.length = 0;
		opened.mockClear();
		vi.stubGlobal("Notification", FakeNotice);
		popups = new Popups(opened);
	});

	afterEach(() => vi.unstubAllGlobals());

	it("merges those of a room, and not of several", async () => {
		await popups.show(popup("one"));
		await popups.show(popup("two"));
		await popups.show(popup("three", 13));
		expect(FakeNotice.all.map(({ options }) => [options.tag, options.body])).toEqual([
			["room-12", "one"],
			["room-12", "two\nand 1 more"],
			["room-13", "three"],
		]);
	});

	it("opens the room when pressed, and counts anew", async () => {
		await popups.show(popup("one"));
		FakeNotice.all[0]?.onclick();
		expect(opened).toHaveBeenCalledWith(12);
		expect(FakeNotice.all[0]?.closed).toBe(true);
		await popups.show(popup("two"));
		expect(FakeNotice.all[1]?.options.body).toBe("two");
	});

	it("goes when the room was read", async () => {
		await popups.show(popup("one"));
		popups.close(12);
		popups.close(12);
		expect(FakeNotice.all[0]?.closed).toBe(true);
	});

	it("shows through the service worker where a page may not", async () => {
		const showNotification = vi.fn(() => Promise.resolve());
		const close = vi.fn();
		const getNotifications = vi.fn(() => Promise.resolve([{ close }]));
		vi.stubGlobal("Notification", () => {
			throw new TypeError("Illegal constructor");
		});
		const ready = Promise.resolve({ showNotification, getNotifications });
		vi.stubGlobal("navigator", { serviceWorker: { ready } });
		await popups.show(popup("one"));
		const shown = expect.objectContaining({ tag: "room-12", data: { url: "/room/12" } });
		expect(showNotification).toHaveBeenCalledWith("Grace", shown);
		popups.close(12);
		await vi.waitFor(() => expect(close).toHaveBeenCalled());
	});
});
