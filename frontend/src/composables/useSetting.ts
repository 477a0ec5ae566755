/* One of one's own settings for a control: writing it shows at once; if the server refuses, it goes back and says why. */
import { computed, type WritableComputedRef } from "vue";

import type { SettingsView } from "@/api/protocol.gen";
import { useErrorText } from "@/composables/useErrorText";
import { useSettingsStore } from "@/stores/settings";
import { useToastsStore } from "@/stores/toasts";

export function useSetting<Key extends keyof SettingsView>(key: Key): WritableComputedRef<SettingsView[Key]> {
	const settings = useSettingsStore();
	const toasts = useToastsStore();
	const errorText = useErrorText();
	return computed({
		get: () => settings.current[key],
		set: (value) =>
			void settings
				.change({ [key]: value })
				.catch((reason: unknown) => toasts.push({ kind: "error", text: errorText(reason) })),
	});
}
