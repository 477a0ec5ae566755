import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, messageEvent, roomView, settingsView } from "../api/testing/fake-socket";
import { useSessionStore } from "./session";
import { FakeBackend } from "./testing/fake-backend";
import { useTypingStore } from "./typing";

describe("the typing store", () => {
	let backend: FakeBackend;

	beforeEach(async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
		backend = new FakeBackend();
		backend.status(7);
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame([roomView(12)]));
	});

	afterEach(() => {
		backend.end();
		useTypingStore().clear();
		vi.useRealTimers();
		expect(backend.bugs).toEqual([]);
	});

	const types = (userId: number, threadId: number | null = null): void =>
		backend.server.latest.deliver({ action: "showIType", handler: "room", roomId: 12, userId, threadId });

	it("shows who types until they stop", () => {
		const typing = useTypingStore();
		types(9);
		vi.advanceTimersByTime(5_000);
		types(10);
		types(9);
		expect(typing.at(12)).toEqual([9, 10]);
		vi.advanceTimersByTime(7_600);
		expect(typing.at(12)).toEqual([]);
	});

	it("ends with the message, in the room and in its threads", () => {
		const typing = useTypingStore();
		types(9);
		types(9, 50);
		expect(typing.at(12, 50)).toEqual([9]);
		backend.server.latest.deliver(messageEvent(12, 1, { parentMessage: 50 }));
		expect([typing.at(12), typing.at(12, 50)]).toEqual([[9], []]);
		backend.server.latest.deliver(messageEvent(12, 2));
		expect(typing.at(12)).toEqual([]);
	});

	it("tells that one types every few seconds, and at once after sending", () => {
		const typing = useTypingStore();
		const told = () => backend.server.latest.asked("showIType").length;
		typing.tell(12);
		typing.tell(12);
		expect(told()).toBe(1);
		typing.tell(12, 50);
		expect(told()).toBe(2);
		vi.advanceTimersByTime(3_100);
		typing.tell(12);
		expect(told()).toBe(3);
		typing.finished(12);
		typing.tell(12);
		expect(told()).toBe(4);
	});

	it("tells nothing against one's wish, or without a connection", () => {
		const userSettings = settingsView({ showWhenITyping: false });
		backend.server.latest.deliver({
			action: "setSettings",
			handler: "ws",
			userId: 7,
			seq: 1,
			settings: userSettings,
		});
		useTypingStore().tell(12);
		expect(backend.server.latest.asked("showIType")).toEqual([]);
	});
});
