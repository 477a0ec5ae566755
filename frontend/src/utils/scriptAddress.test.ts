import { afterEach, describe, expect, it, vi } from "vitest";

import { knownScript, scriptAddress } from "./scriptAddress";

afterEach(() => vi.unstubAllGlobals());

describe("addresses of scripts", () => {
	it("are those of the client's own workers", () => {
		expect(knownScript("/sw.js")).toBe(`${location.origin}/sw.js`);
		expect(scriptAddress("/sw.js")).toBe(`${location.origin}/sw.js`);
	});

	it.each([
		"https://evil.example/sw.js",
		"//evil.example/sw.js",
		"/\\evil.example/sw.js",
		"/photo/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.jpeg",
		"/api/status",
		"/sw.js/../api/status",
		"/assets/index-aaaaaaaa.js",
		"javascript:alert(1)",
		"data:text/javascript,alert(1)",
		"blob:https://evil.example/1",
		"",
	])("are not %j", (address) => {
		expect(() => knownScript(address)).toThrow(TypeError);
		expect(() => scriptAddress(address)).toThrow(TypeError);
	});

	it("go through one policy where the browser asks for one", async () => {
		vi.resetModules();
		const createPolicy = vi.fn((name: string, rules: { createScriptURL(address: string): string }) => ({
			createScriptURL: (address: string) => `${name}: ${rules.createScriptURL(address)}`,
		}));
		vi.stubGlobal("trustedTypes", { createPolicy });
		const fresh = await import("./scriptAddress");
		expect(fresh.scriptAddress("/sw.js")).toBe(`confab: ${location.origin}/sw.js`);
		expect(() => fresh.scriptAddress("/other.js")).toThrow(TypeError);
		expect(createPolicy).toHaveBeenCalledTimes(1);
	});
});
