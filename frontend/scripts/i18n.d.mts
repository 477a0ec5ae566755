import type { Plugin } from "vite";

/** What is wrong with the texts, one line each. */
export function checkMessages(): string[];
/** Keys that nobody uses. */
export function unusedKeys(): string[];
export function confabMessages(): Plugin;
