/* Short notices at the edge of the window. */
import { defineStore } from "pinia";
import { shallowRef } from "vue";

import { asApiError } from "../api/errors";
import type { Live } from "./live";

export interface Toast {
	id: number;
	kind: "info" | "success" | "error";
	/** A key of the messages, or else the text itself; an error has both. */
	key?: string;
	text?: string;
	params?: Record<string, string | number>;
}

const TOASTS_MAX = 5;

export const useToastsStore = defineStore("toasts", () => {
	const items = shallowRef<readonly Toast[]>([]);
	let last = 0;

	function push(toast: Omit<Toast, "id">): number {
		const id = ++last;
		items.value = [...items.value.slice(1 - TOASTS_MAX), { ...toast, id }];
		return id;
	}

	function pushError(reason: unknown): number {
		const { code, message } = asApiError(reason);
		return push({ kind: "error", key: `errors.${code}`, text: message });
	}

	function dismiss(id: number): void {
		items.value = items.value.filter((toast) => toast.id !== id);
	}

	/** Errors that no request waits for. */
	function attach({ client }: Live): void {
		client.on("growlError", (event) =>
			push({ kind: "error", key: `errors.${event.error}`, text: event.content }),
		);
	}

	function clear(): void {
		items.value = [];
	}

	return { items, push, pushError, dismiss, attach, clear };
});
