/* Light, dark, or as the system has it. public/theme.js sets the first paint; here it is changed. */
import { readonly, ref } from "vue";

import { onRemembered, recall, remember } from "@/composables/remembered";

export type Theme = "system" | "light" | "dark";

const chosen = ref<Theme>("system");

function isTheme(value: string | null): value is Theme {
	return value === "light" || value === "dark" || value === "system";
}

function apply(theme: Theme): void {
	if (theme === "system") delete document.documentElement.dataset["theme"];
	else document.documentElement.dataset["theme"] = theme;
}

export function startTheme(): void {
	const stored = recall("theme");
	chosen.value = isTheme(stored) ? stored : "system";
	apply(chosen.value);
	onRemembered("theme", (value) => {
		if (!isTheme(value)) return;
		chosen.value = value;
		apply(value);
	});
}

export function setTheme(theme: Theme): void {
	chosen.value = theme;
	remember("theme", theme);
	apply(theme);
}

export const theme = readonly(chosen);
