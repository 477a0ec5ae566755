/* What was written and not sent, by room, on this device. */
import { defineStore } from "pinia";

import { backend } from "./backend";
import { liveOrNull, type Live } from "./live";

export const useDraftsStore = defineStore("drafts", () => {
	const drafts = new Map<number, string>();
	let name = "";

	function get(roomId: number): string {
		return drafts.get(roomId) ?? "";
	}

	function set(roomId: number, text: string): void {
		if (text === "") drafts.delete(roomId);
		else drafts.set(roomId, text);
		if (liveOrNull() === null) return;
		backend().remember(name, drafts.size > 0 ? JSON.stringify([...drafts]) : null);
	}

	function attach({ userId }: Live): void {
		name = `drafts.${userId}`;
		for (const [roomId, text] of readDrafts(backend().recall(name))) drafts.set(roomId, text);
	}

	function clear(): void {
		drafts.clear();
		if (name !== "") backend().remember(name, null);
	}

	return { get, set, attach, clear };
});

function readDrafts(text: string | null): [number, string][] {
	try {
		const value: unknown = JSON.parse(text ?? "[]");
		const pairs = Array.isArray(value) ? (value as unknown[]) : [];
		return pairs.filter(isDraft);
	} catch {
		return [];
	}
}

function isDraft(pair: unknown): pair is [number, string] {
	return Array.isArray(pair) && typeof pair[0] === "number" && typeof pair[1] === "string";
}
