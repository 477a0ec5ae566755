/* Puts a text on the clipboard; also over plain HTTP, where browsers hide the clipboard from pages. */
import { readonly, ref } from "vue";

const stayMs = 2000;

/** The old way: select it and ask the browser. In a modal dialog only what is inside can be selected, hence `beside`. */
function copySelected(text: string, beside: Element): boolean {
	const area = document.createElement("textarea");
	area.value = text;
	area.className = "visually-hidden";
	beside.append(area);
	area.select();
	const done = document.execCommand("copy");
	area.remove();
	return done;
}

export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return copySelected(text, document.activeElement?.parentElement ?? document.body);
	}
}

/** `copied` is true for a moment afterwards. */
export function useCopy() {
	const copied = ref(false);

	async function copy(text: string): Promise<void> {
		copied.value = await copyText(text);
		setTimeout(() => (copied.value = false), stayMs);
	}
	return { copied: readonly(copied), copy };
}
