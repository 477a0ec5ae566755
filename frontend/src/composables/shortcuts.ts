/*
 * The keyboard: one table, which both handles the keys and is shown as the help sheet. Mod is ⌘ on Apple's machines and Ctrl elsewhere. While one types, and while
 * a dialog is open, only keys with Mod or Alt do something, and in a dialog none do.
 */
import { useEventListener } from "@vueuse/core";

interface Shortcut {
	group: "go" | "write" | "read";
	keys: readonly string[];
	/** Handled where it belongs: in the message box or in a list. */
	local?: true;
}

export const shortcuts = {
	switcher: { group: "go", keys: ["Mod+K"] },
	nextRoom: { group: "go", keys: ["Alt+ArrowDown"] },
	previousRoom: { group: "go", keys: ["Alt+ArrowUp"] },
	nextUnread: { group: "go", keys: ["Alt+Shift+ArrowDown"] },
	previousUnread: { group: "go", keys: ["Alt+Shift+ArrowUp"] },
	help: { group: "go", keys: ["?", "Mod+/"] },
	send: { group: "write", keys: ["Enter"], local: true },
	newLine: { group: "write", keys: ["Shift+Enter"], local: true },
	editLast: { group: "write", keys: ["ArrowUp"], local: true },
	leave: { group: "write", keys: ["Escape"], local: true },
	walk: { group: "read", keys: ["ArrowUp", "ArrowDown"], local: true },
	ends: { group: "read", keys: ["Home", "End"], local: true },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcuts;
export type ShortcutGroup = Shortcut["group"];
/** Those that work everywhere. */
export type GlobalShortcut = {
	[Id in ShortcutId]: (typeof shortcuts)[Id] extends { local: true } ? never : Id;
}[ShortcutId];

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export const onApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** A letter is also known by its place, for keyboards that write other letters. */
function isKey(event: Pressed, key: string): boolean {
	if (event.key.toLowerCase() === key.toLowerCase()) return true;
	return /^[A-Z]$/.test(key) && event.code === `Key${key}`;
}

function isCombination(event: Pressed, combination: string, apple: boolean): boolean {
	const parts = combination.split("+");
	const key = parts.at(-1) ?? "";
	const mod = parts.includes("Mod");
	// Where a sign needs Shift is a matter of the keyboard.
	const sign = /^[^\p{L}\d]$/u.test(key);
	return (
		isKey(event, key) &&
		event.metaKey === (mod && apple) &&
		event.ctrlKey === (mod && !apple) &&
		event.altKey === parts.includes("Alt") &&
		(sign || event.shiftKey === parts.includes("Shift"))
	);
}

export function isShortcut(event: Pressed, id: ShortcutId, apple = onApple): boolean {
	return shortcuts[id].keys.some((combination) => isCombination(event, combination, apple));
}

const signs: Record<string, string> = {
	ArrowUp: "↑",
	ArrowDown: "↓",
	Escape: "Esc",
	Enter: "↵",
};
const appleSigns: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** The keys of a combination, as they are printed on keyboards. */
export function keysOf(combination: string, apple = onApple): string[] {
	const modifiers: Record<string, string> = apple ? appleSigns : { Mod: "Ctrl" };
	return combination.split("+").map((key) => modifiers[key] ?? signs[key] ?? key);
}

/** The first combination of a shortcut in short. */
export function shortcutText(id: ShortcutId, apple = onApple): string {
	return keysOf(shortcuts[id].keys[0], apple).join(apple ? "" : " ");
}

function isTyping(event: KeyboardEvent): boolean {
	const target = event.target;
	const field =
		target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]");
	return Boolean(field) && !event.altKey && !event.ctrlKey && !event.metaKey;
}

/** Listens while the component lives. */
export function useShortcuts(handlers: Partial<Record<GlobalShortcut, () => void>>): void {
	useEventListener(window, "keydown", (event: KeyboardEvent) => {
		if (event.defaultPrevented || event.isComposing || isTyping(event)) return;
		if (document.querySelector("dialog[open]")) return;
		const ids = Object.keys(handlers) as GlobalShortcut[];
		const id = ids.find((each) => isShortcut(event, each));
		if (id === undefined) return;
		event.preventDefault();
		handlers[id]?.();
	});
}
