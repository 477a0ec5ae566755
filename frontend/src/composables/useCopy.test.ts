import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { runHere } from "@/components/testing/mount";
import { useToastsStore } from "@/stores/toasts";

import { copyText, useCopy } from "./useCopy";

describe("copyText", () => {
	let copied: string[] = [];

	/** As a browser does it: what is selected where the focus is. */
	function execCommand(command: string): boolean {
		const area = document.activeElement;
		if (command !== "copy" || !(area instanceof HTMLTextAreaElement)) return false;
		copied.push(area.value.slice(area.selectionStart, area.selectionEnd));
		return true;
	}

	beforeEach(() => {
		copied = [];
		document.body.innerHTML = "";
		document.execCommand = execCommand;
	});

	afterEach(() => vi.unstubAllGlobals());

	it("takes the browser's clipboard where there is one", async () => {
		const writeText = vi.fn(() => Promise.resolve());
		vi.stubGlobal("navigator", { clipboard: { writeText } });
		expect(await copyText("a link")).toBe(true);
		expect(writeText).toHaveBeenCalledWith("a link");
		expect(copied).toEqual([]);
	});

	it("works over plain HTTP, leaves nothing behind, and the focus where it was", async () => {
		vi.stubGlobal("navigator", {});
		document.body.innerHTML = "<div><button>Copy</button></div>";
		document.querySelector("button")?.focus();
		expect(await copyText("two\nlines")).toBe(true);
		expect(copied).toEqual(["two\nlines"]);
		expect(document.body.innerHTML).toBe("<div><button>Copy</button></div>");
		expect(document.activeElement).toBe(document.querySelector("button"));
	});

	it("selects inside the dialog on top, whatever has the focus", async () => {
		vi.stubGlobal("navigator", {});
		document.body.innerHTML = "<p>behind</p><dialog open></dialog><dialog open id=top></dialog>";
		let holder: Element | null | undefined;
		document.execCommand = (command) => {
			holder = document.activeElement?.parentElement;
			return execCommand(command);
		};
		expect(await copyText("in a dialog")).toBe(true);
		expect(holder?.id).toBe("top");
	});

	it("says when neither works", async () => {
		vi.stubGlobal("navigator", { clipboard: { writeText: () => Promise.reject(new Error("no")) } });
		document.execCommand = () => false;
		expect(await copyText("nothing")).toBe(false);
	});
});

describe("useCopy", () => {
	afterEach(() => vi.unstubAllGlobals());

	it("tells by a toast when the browser does not let us, and only then", async () => {
		const { result, wrapper } = runHere(() => ({ ...useCopy(), toasts: useToastsStore() }));
		const { copy, copied, toasts } = result;
		const writeText = vi.fn(() => Promise.resolve());
		vi.stubGlobal("navigator", { clipboard: { writeText } });
		expect(await copy("a link")).toBe(true);
		expect([copied.value, toasts.items.length]).toEqual([true, 0]);
		writeText.mockRejectedValue(new Error("no"));
		document.execCommand = () => false;
		expect(await copy("a link")).toBe(false);
		expect(copied.value).toBe(false);
		expect(toasts.items.map(({ kind, key }) => [kind, key])).toEqual([["error", "action.notCopied"]]);
		wrapper.unmount();
	});
});
