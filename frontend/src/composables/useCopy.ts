/* Puts a text on the clipboard; also over plain HTTP, where browsers hide the clipboard from pages. */
import { readonly, ref } from "vue";

import { useToastsStore } from "@/stores/toasts";

const stayMs = 2000;

/**
 * The old way: select it and ask the browser. Behind a modal dialog nothing can be selected, so it is put into the one on top. What had the focus has it again, and
 * no keyboard comes up on a phone.
 */
function copySelected(text: string): boolean {
	const focused = document.activeElement;
	const area = document.createElement("textarea");
	area.value = text;
	area.readOnly = true;
	area.className = "visually-hidden";
	(Array.from(document.querySelectorAll("dialog[open]")).at(-1) ?? document.body).append(area);
	area.focus({ preventScroll: true });
	area.setSelectionRange(0, text.length);
	const done = document.execCommand("copy");
	area.remove();
	if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
	return done;
}

export async function copyText(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return copySelected(text);
	}
}

/** `copied` is true for a moment afterwards. When the browser did not let us, `failed` says so; a toast, if there is none. */
export function useCopy(failed?: () => void) {
	const toasts = useToastsStore();
	const copied = ref(false);

	async function copy(text: string): Promise<boolean> {
		const done = await copyText(text);
		copied.value = done;
		setTimeout(() => (copied.value = false), stayMs);
		if (!done && failed) failed();
		else if (!done) toasts.push({ kind: "error", key: "action.notCopied" });
		return done;
	}
	return { copied: readonly(copied), copy };
}
