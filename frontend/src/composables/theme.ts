/* Light, dark, or as the system has it; and how close together things stand. public/theme.js sets the first paint; here it is changed. */
import { readonly, ref } from "vue";

import { onRemembered, recall, remember } from "@/composables/remembered";

const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
export type Density = "comfortable" | "compact";

const chosen = ref<Theme>("system");

function applyTheme(value: string | null): void {
	chosen.value = themes.find((theme) => theme === value) ?? "system";
	if (chosen.value === "system") delete document.documentElement.dataset["theme"];
	else document.documentElement.dataset["theme"] = chosen.value;
}

function applyDensity(value: string | null): void {
	if (value === "compact") document.documentElement.dataset["density"] = value;
	else delete document.documentElement.dataset["density"];
}

const looks = { theme: applyTheme, density: applyDensity };

export function startTheme(): void {
	for (const [name, apply] of Object.entries(looks)) {
		apply(recall(name));
		onRemembered(name, apply);
	}
}

export function setTheme(theme: Theme): void {
	remember("theme", theme);
	applyTheme(theme);
}

export function setDensity(density: Density): void {
	remember("density", density);
	applyDensity(density);
}

export const theme = readonly(chosen);
