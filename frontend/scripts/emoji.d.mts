import type { Plugin } from "vite";

export function toned(emoji: string, tone: string): string;
/** "base", or a language. */
export function emojiModule(name: string): unknown;
export function confabEmoji(): Plugin;
