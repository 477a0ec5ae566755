import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { firstFrame, settingsView } from "../api/testing/fake-socket";
import { useSessionStore } from "./session";
import { useSettingsStore } from "./settings";
import { FakeBackend } from "./testing/fake-backend";

describe("the settings store", () => {
	let backend: FakeBackend;

	beforeEach(() => {
		backend = new FakeBackend();
		backend.status(7);
	});

	afterEach(() => {
		backend.end();
		expect(backend.bugs).toEqual([]);
	});

	async function open(): Promise<void> {
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame());
	}

	it("has defaults until the server says what one set", async () => {
		const settings = useSettingsStore();
		expect(settings).toMatchObject({ loaded: false, current: { theme: "system" } });
		await useSessionStore().start();
		const userSettings = settingsView({ theme: "dark" });
		backend.server.latest.deliver(firstFrame([], { userSettings }));
		expect(settings).toMatchObject({ loaded: true, current: { theme: "dark" } });
	});

	it("shows a change at once, and takes it back when it is refused", async () => {
		await open();
		const settings = useSettingsStore();
		const done = settings.change({ theme: "dark", showRead: false });
		expect(settings.current).toMatchObject({ theme: "dark", showRead: false });
		await backend.settle();
		backend.server.latest.refuse("setSettings", "unavailable");
		await expect(done).rejects.toMatchObject({ code: "unavailable" });
		expect(settings.current).toMatchObject({ theme: "system", showRead: true });
	});

	it("keeps the later of two changes while the earlier is answered", async () => {
		await open();
		const settings = useSettingsStore();
		const first = settings.change({ theme: "dark" });
		const second = settings.change({ theme: "light" });
		await backend.settle();
		const [asked] = backend.server.latest.asked("setSettings");
		const reply = { handler: "void", settings: settingsView({ theme: "dark" }) };
		backend.server.latest.deliver({ ...reply, cbId: asked?.["cbId"] });
		await first;
		expect(settings.current.theme).toBe("light");
		backend.server.latest.answer("setSettings", { settings: settingsView({ theme: "light" }) });
		await second;
		expect(settings.current.theme).toBe("light");
	});

	it("follows the other sessions", async () => {
		await open();
		const settings = settingsView({ density: "compact" });
		backend.server.latest.deliver({
			action: "setSettings",
			handler: "ws",
			userId: 7,
			seq: 1,
			settings,
		});
		expect(useSettingsStore().current.density).toBe("compact");
	});

	it("remembers them for the next visit, without what is not its own", async () => {
		backend.remembered.set("user", "7");
		backend.remembered.set("settings.7", JSON.stringify({ theme: "dark", density: 5, more: 1 }));
		await useSessionStore().start();
		const settings = useSettingsStore();
		expect(settings.current).toMatchObject({ theme: "dark", density: "comfortable" });
		expect(settings.current).not.toHaveProperty("more");
		await useSessionStore().signOut();
		expect(backend.remembered.has("settings.7")).toBe(false);
	});
});
