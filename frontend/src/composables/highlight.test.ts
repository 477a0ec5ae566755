import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Highlighter, type HighlightWorker } from "@/composables/highlight";
import type { HighlightQuestion, Piece } from "@/utils/highlight";
import { piecesOf } from "@/utils/highlight.worker";

class FakeWorker implements HighlightWorker {
	onmessage: HighlightWorker["onmessage"] = null;
	onerror: HighlightWorker["onerror"] = null;
	readonly asked: HighlightQuestion[] = [];
	ended = false;

	postMessage(question: HighlightQuestion): void {
		this.asked.push(question);
	}

	terminate(): void {
		this.ended = true;
	}

	answer(pieces: readonly Piece[] | null = [["keyword", "let"]]): void {
		this.onmessage?.({ data: { pieces } });
	}
}

describe("Highlighter", () => {
	let workers: FakeWorker[];
	let highlighter: Highlighter;

	beforeEach(() => {
		vi.useFakeTimers();
		workers = [];
		highlighter = new Highlighter(() => {
			const worker = new FakeWorker();
			workers.push(worker);
			return worker;
		});
	});

	afterEach(() => vi.useRealTimers());

	const settle = () => vi.advanceTimersByTimeAsync(0);

	it("asks one worker, one piece at a time, and remembers", async () => {
		const first = highlighter.ask("js", "let");
		const second = highlighter.ask("js", "const");
		await settle();
		expect(workers).toHaveLength(1);
		expect(workers[0]?.asked).toEqual([{ language: "js", text: "let" }]);
		workers[0]?.answer();
		expect(await first).toEqual([["keyword", "let"]]);
		await settle();
		workers[0]?.answer(null);
		expect(await second).toBeNull();
		expect(await highlighter.ask("js", "let")).toEqual([["keyword", "let"]]);
		expect(workers[0]?.asked).toHaveLength(2);
	});

	it("does not ask for what has no language or is too long", async () => {
		expect(await highlighter.ask("", "let")).toBeNull();
		expect(await highlighter.ask("js", "x".repeat(50_001))).toBeNull();
		expect(workers).toEqual([]);
	});

	it("ends a worker that hangs, and goes on with another", async () => {
		const warm = highlighter.ask("js", "quick");
		await settle();
		workers[0]?.answer();
		await warm;
		const hangs = highlighter.ask("js", "slow");
		const next = highlighter.ask("js", "next");
		await vi.advanceTimersByTimeAsync(2_000);
		expect(await hangs).toBeNull();
		expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
		workers[1]?.answer();
		expect(await next).not.toBeNull();
		expect(await highlighter.ask("js", "slow")).toBeNull();
		expect(workers).toHaveLength(2);
	});

	it("gives up when workers fail again and again", async () => {
		const asked = ["a", "b", "c", "d"].map((text) => highlighter.ask("js", text));
		for (let n = 0; n < 3; n++) {
			await settle();
			workers[n]?.onerror?.({});
		}
		expect(await Promise.all(asked)).toEqual([null, null, null, null]);
		expect(await highlighter.ask("js", "e")).toBeNull();
		expect(workers).toHaveLength(3);
	});

	it("lets an idle worker go", async () => {
		const asked = highlighter.ask("js", "let");
		await settle();
		workers[0]?.answer();
		await asked;
		await vi.advanceTimersByTimeAsync(60_000);
		expect(workers[0]?.ended).toBe(true);
	});
});

describe("the worker", () => {
	it.each(
		"bash c cpp cs css diff dockerfile go ini toml java js json kt makefile nginx php py rb rs sql swift ts html yaml".split(
			" ",
		),
	)("knows %s, and loses no character", (language) => {
		const text = 'let x = "<b>"; // 1\n';
		const pieces = piecesOf({ language, text });
		expect(pieces?.map(([, piece]) => piece).join("")).toBe(text);
	});

	it("says what is what", () => {
		expect(piecesOf({ language: "js", text: "let a = 1" })).toEqual([
			["keyword", "let"],
			["", " a = "],
			["number", "1"],
		]);
	});

	it("does not guess", () => expect(piecesOf({ language: "klingon", text: "x" })).toBeNull());
});
