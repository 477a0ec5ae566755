/* What one set for oneself, here or in another session, shows at once: theme, density, language. */
import { watch } from "vue";

import { setDensity, setTheme } from "@/composables/theme";
import { setLanguage } from "@/i18n";
import { useSettingsStore } from "@/stores/settings";
import { useToastsStore } from "@/stores/toasts";

export function useOwnSettings(): void {
	const settings = useSettingsStore();
	const toasts = useToastsStore();

	function follow<Value>(value: () => Value, apply: (value: Value) => unknown): void {
		const known = (): Value | undefined => (settings.loaded ? value() : undefined);
		watch(known, (now) => now !== undefined && apply(now), { immediate: true });
	}

	follow(() => settings.current.theme, setTheme);
	follow(() => settings.current.density, setDensity);
	follow(
		() => settings.current.language,
		(code) => void setLanguage(code).catch(() => toasts.push({ kind: "error", key: "errors.network" })),
	);
}
