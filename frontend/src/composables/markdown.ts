/* The reader of message texts is a chunk of its own. Whoever shows messages waits for it; should it not come, texts are shown as they were typed. */
import { shallowRef } from "vue";

import { plainBlocks, type Block } from "@/utils/markdown/ast";
import { blocksText, type NameOf } from "@/utils/markdown/plain";
import type { Tags } from "@/utils/mentions";

const parse = shallowRef<(content: string) => readonly Block[]>(plainBlocks);
let loading: Promise<void> | null = null;

async function load(): Promise<void> {
	try {
		parse.value = (await import("@/utils/markdown/parse")).parseMarkdown;
	} catch {
		loading = null;
	}
}

/** Settles when texts can be drawn for good, so that nothing jumps later. */
export function markdownReady(): Promise<void> {
	loading ??= load();
	return loading;
}

/** What a text means; another answer follows when the reader has come. */
export function readMarkdown(content: string): readonly Block[] {
	return parse.value(content);
}

/** A message in one line. */
export function oneLine(content: string, tags: Tags, nameOf: NameOf): string {
	return blocksText(readMarkdown(content), tags, nameOf);
}
