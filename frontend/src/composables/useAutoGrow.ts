/* A text area as high as its text; its CSS sets the limit. */
import { nextTick, watch, type Ref } from "vue";

export function useAutoGrow(
	area: Readonly<Ref<HTMLTextAreaElement | null>>,
	text: Readonly<Ref<string>>,
): void {
	async function grow(): Promise<void> {
		await nextTick();
		const element = area.value;
		if (!element) return;
		element.style.blockSize = "auto";
		element.style.blockSize = `${element.scrollHeight}px`;
	}

	watch([text, area], grow, { immediate: true });
}
