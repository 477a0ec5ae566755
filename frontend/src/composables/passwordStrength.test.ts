import { describe, expect, it } from "vitest";

import { passwordStrength } from "@/composables/passwordStrength";

describe("passwordStrength", () => {
	it.each([
		["", "short"],
		["abc1234", "short"],
		["password", "weak"],
		["12345678", "weak"],
		["aaaaaaaaaaaa", "weak"],
		["qwertyuiop", "weak"],
		["Blue7horse", "fair"],
		["correct horse battery staple", "strong"],
		["x9!Kp2#vLm4w", "strong"],
		["Пароль-длинный-и-надёжный", "strong"],
	] as const)("rates %s as %s", (password, strength) => {
		expect(passwordStrength(password)).toBe(strength);
	});

	it("does not take a person's own name for a surprise", () => {
		expect(passwordStrength("katharina1", ["katharina"])).toBe("weak");
	});
});
