import type { Plugin } from "vite";

/** What is wrong with the texts, one line each. */
export function checkMessages(): string[];
/** The same for trees of texts by language. */
export function checkTexts(trees: Record<string, object>): string[];
/** Keys that nobody uses. */
export function unusedKeys(): string[];
export function compiledTexts(): Plugin;
export function checkedTexts(): Plugin;
