import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { settingsView } from "@/api/testing/fake-socket";
import { ChatStage } from "@/components/testing/chat";
import { useOwnSettings } from "@/composables/useOwnSettings";
import { useSetting } from "@/composables/useSetting";
import { useTexts } from "@/i18n";
import en from "@/i18n/en";
import { useToastsStore } from "@/stores/toasts";

describe("own settings", () => {
	let stage: ChatStage;

	beforeEach(async () => {
		stage = await ChatStage.open([]);
	});

	afterEach(() => {
		stage.end();
		useTexts("en", en);
	});

	function elsewhere(more: Parameters<typeof settingsView>[0], seq: number): void {
		const settings = settingsView(more);
		stage.deliver({ action: "setSettings", handler: "ws", userId: 7, seq, settings });
	}

	it("show on the page at once, wherever they were changed", async () => {
		stage.run(useOwnSettings);
		elsewhere({ theme: "dark", density: "compact", language: "ar" }, 1);
		await flushPromises();
		expect({ ...document.documentElement.dataset }).toMatchObject({ theme: "dark", density: "compact" });
		await expect.poll(() => document.documentElement.dir).toBe("rtl");
		expect(document.documentElement.lang).toBe("ar");
		elsewhere({ theme: "system", density: "comfortable", language: "" }, 2);
		await expect.poll(() => document.documentElement.dir).toBe("ltr");
		expect(document.documentElement.dataset).not.toHaveProperty("theme");
		expect(document.documentElement.dataset).not.toHaveProperty("density");
	});

	it("go back when the server refuses, and say why", async () => {
		const theme = stage.run(() => useSetting("theme"));
		theme.value = "dark";
		expect(theme.value).toBe("dark");
		await stage.settle();
		stage.backend.server.latest.refuse("setSettings", "unavailable");
		await stage.settle();
		expect(theme.value).toBe("system");
		expect(useToastsStore().items.at(-1)?.text).toContain("The archive cannot be reached");
	});
});
