/* The worker that knows programming languages. It answers with pieces of text, so that no markup leaves it. */
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import makefile from "highlight.js/lib/languages/makefile";
import nginx from "highlight.js/lib/languages/nginx";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

import type { HighlightAnswer, HighlightQuestion, Piece } from "./highlight";

const languages = {
	bash,
	c,
	cpp,
	csharp,
	css,
	diff,
	dockerfile,
	go,
	ini,
	java,
	javascript,
	json,
	kotlin,
	makefile,
	nginx,
	php,
	python,
	ruby,
	rust,
	sql,
	swift,
	typescript,
	xml,
	yaml,
};

interface Node {
	scope?: string;
	children?: (Node | string)[];
}

for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

function collect(node: Node | string, scope: string, pieces: Piece[]): void {
	if (typeof node === "string") return add(scope, node, pieces);
	const own = node.scope?.startsWith("language:") ? undefined : node.scope;
	const inner = own?.split(".")[0] ?? scope;
	for (const child of node.children ?? []) collect(child, inner, pieces);
}

function add(scope: string, text: string, pieces: Piece[]): void {
	const last = pieces.at(-1);
	if (last?.[0] === scope) pieces.splice(-1, 1, [scope, last[1] + text]);
	else pieces.push([scope, text]);
}

export function piecesOf({ language, text }: HighlightQuestion): readonly Piece[] | null {
	if (hljs.getLanguage(language) === undefined) return null;
	const { _emitter } = hljs.highlight(text, { language, ignoreIllegals: true });
	const pieces: Piece[] = [];
	collect((_emitter as unknown as { rootNode: Node }).rootNode, "", pieces);
	return pieces;
}

self.onmessage = ({ data }: MessageEvent<HighlightQuestion>) => {
	const answer: HighlightAnswer = { pieces: piecesOf(data) };
	self.postMessage(answer);
};
