/* Mounts a component, or runs a composable, as the page does: with texts and fresh stores. */
import { mount, type ComponentMountingOptions } from "@vue/test-utils";
import { createPinia, setActivePinia } from "pinia";
import { defineComponent, h, type Component } from "vue";

import { useTexts } from "@/i18n";
import en from "@/i18n/en";

useTexts("en", en);

export function mountHere(component: Component, options: ComponentMountingOptions<Component> = {}) {
	const pinia = createPinia();
	setActivePinia(pinia);
	return mount(component, {
		attachTo: document.body,
		...options,
		global: { plugins: [pinia], ...options.global },
	});
}

/** What a composable gives, inside a component that lives until the wrapper is unmounted. */
export function runHere<T>(composable: () => T) {
	let given: T | undefined;
	const wrapper = mountHere(
		defineComponent({
			setup() {
				given = composable();
				return () => h("i");
			},
		}),
	);
	return { result: given as T, wrapper };
}
