/* One's own settings, kept by the server and the same in all sessions. A change shows at once, and is taken back if the server refuses it. */
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import type { SettingsSetInput, SettingsView } from "../api/protocol.gen";
import { parseRecord } from "../utils/record";
import { backend } from "./backend";
import { live, type Live } from "./live";

export type Settings = Readonly<SettingsView>;

const defaults: Settings = Object.freeze({
	theme: "system",
	density: "comfortable",
	language: "",
	showWhenITyping: true,
	showRead: true,
	showPresence: true,
	messageSound: true,
	onlineChangeSound: false,
	embeddedYoutube: false,
	highlightCode: true,
	suggestions: true,
	enterSends: true,
	emojiSkin: 0,
});

/** What an earlier visit remembered, as far as it is of the right kind. */
function remembered(text: string | null): Settings {
	const stored = parseRecord(text ?? "") ?? {};
	const known = Object.entries(defaults).filter(([key, value]) => typeof stored[key] === typeof value);
	return { ...defaults, ...Object.fromEntries(known.map(([key]) => [key, stored[key]])) };
}

export const useSettingsStore = defineStore("settings", () => {
	const known = shallowRef<Settings>(defaults);
	/** Asked for and not answered yet. */
	const wished = shallowRef<Partial<SettingsView>>({});
	/** They are somebody's, not the defaults. */
	const loaded = ref(false);
	const current = computed<Settings>(() => ({ ...known.value, ...wished.value }));
	let name = "";

	function put(settings: Settings): void {
		known.value = Object.freeze({ ...settings });
		loaded.value = true;
		backend().remember(name, JSON.stringify(settings));
	}

	/** Fails with an ApiError; then it is as before. */
	async function change(wish: { [Key in keyof SettingsSetInput]: NonNullable<SettingsSetInput[Key]> }) {
		wished.value = { ...wished.value, ...wish };
		try {
			put((await live().client.request("setSettings", wish)).settings);
		} finally {
			const asked = wish as Partial<SettingsView>;
			const open = Object.entries(wished.value).filter(
				([key, value]) => asked[key as keyof SettingsView] !== value,
			);
			wished.value = Object.fromEntries(open);
		}
	}

	function attach({ userId, client }: Live): void {
		name = `settings.${userId}`;
		const stored = backend().recall(name);
		if (stored !== null) {
			known.value = remembered(stored);
			loaded.value = true;
		}
		client.on("setWsId", (event) => put(event.userSettings));
		client.on("setSettings", (event) => put(event.settings));
	}

	function clear(): void {
		if (name !== "") backend().remember(name, null);
		known.value = defaults;
		wished.value = {};
		loaded.value = false;
	}

	return { current, loaded, change, attach, clear };
});
