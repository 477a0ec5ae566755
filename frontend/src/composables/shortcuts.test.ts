import { afterEach, describe, expect, it, vi } from "vitest";

import { runHere } from "@/components/testing/mount";
import { isShortcut, shortcuts, useShortcuts } from "@/composables/shortcuts";

const none = { code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe("isShortcut", () => {
	it("takes Ctrl, or ⌘ on Apple's machines, and not both", () => {
		const ctrl = { ...none, key: "k", ctrlKey: true };
		const command = { ...none, key: "k", metaKey: true };
		expect([isShortcut(ctrl, "switcher", false), isShortcut(ctrl, "switcher", true)]).toEqual([
			true,
			false,
		]);
		expect([isShortcut(command, "switcher", false), isShortcut(command, "switcher", true)]).toEqual([
			false,
			true,
		]);
		expect(isShortcut({ ...ctrl, altKey: true }, "switcher", false)).toBe(false);
		expect(isShortcut({ ...none, key: "k" }, "switcher", false)).toBe(false);
	});

	it("knows a letter by its place on other keyboards", () => {
		expect(isShortcut({ ...none, key: "ن", code: "KeyK", ctrlKey: true }, "switcher", false)).toBe(true);
		expect(isShortcut({ ...none, key: "K", code: "KeyK", ctrlKey: true }, "switcher", false)).toBe(true);
	});

	it("tells the next room from the next unread one", () => {
		const down = { ...none, key: "ArrowDown", altKey: true };
		expect([isShortcut(down, "nextRoom"), isShortcut(down, "nextUnread")]).toEqual([true, false]);
		const shifted = { ...down, shiftKey: true };
		expect([isShortcut(shifted, "nextRoom"), isShortcut(shifted, "nextUnread")]).toEqual([false, true]);
	});

	it("takes a sign with or without Shift", () => {
		expect(isShortcut({ ...none, key: "?", shiftKey: true }, "help")).toBe(true);
		expect(isShortcut({ ...none, key: "/", ctrlKey: true, shiftKey: true }, "help", false)).toBe(true);
		expect(isShortcut({ ...none, key: "/" }, "help")).toBe(false);
	});

	it("has no key twice among those that work everywhere", () => {
		const all = Object.values(shortcuts).flatMap((row) => ("local" in row ? [] : row.keys));
		expect(new Set(all).size).toBe(all.length);
	});
});

describe("useShortcuts", () => {
	afterEach(() => (document.body.innerHTML = ""));

	function press(init: KeyboardEventInit, target: EventTarget = document.body): KeyboardEvent {
		const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
		target.dispatchEvent(event);
		return event;
	}

	it("handles its keys, and leaves others alone", () => {
		const help = vi.fn();
		const { wrapper } = runHere(() => useShortcuts({ help }));
		expect(press({ key: "?" }).defaultPrevented).toBe(true);
		expect(press({ key: "x" }).defaultPrevented).toBe(false);
		expect(help).toHaveBeenCalledTimes(1);
		wrapper.unmount();
		press({ key: "?" });
		expect(help).toHaveBeenCalledTimes(1);
	});

	it("lets one type, and still takes keys with Alt or Ctrl", () => {
		const [help, nextRoom] = [vi.fn(), vi.fn()];
		const { wrapper } = runHere(() => useShortcuts({ help, nextRoom }));
		const area = document.body.appendChild(document.createElement("textarea"));
		press({ key: "?" }, area);
		press({ key: "ArrowDown", altKey: true }, area);
		expect([help.mock.calls.length, nextRoom.mock.calls.length]).toEqual([0, 1]);
		wrapper.unmount();
	});

	it("does nothing behind a dialog", () => {
		const help = vi.fn();
		const { wrapper } = runHere(() => useShortcuts({ help }));
		document.body.appendChild(document.createElement("dialog")).setAttribute("open", "");
		press({ key: "?" });
		expect(help).not.toHaveBeenCalled();
		wrapper.unmount();
	});
});
