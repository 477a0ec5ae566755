import { describe, expect, it, vi } from "vitest";

import { ApiError } from "@/api/errors";
import { runHere } from "@/components/testing/mount";
import { proposeUsername, useRegisterForm, usernameProblem } from "@/composables/useRegisterForm";
import { useSessionStore } from "@/stores/session";

describe("proposeUsername", () => {
	it.each([
		["Ada Lovelace", "ada-lovelace"],
		["  Gabriel García Márquez", "gabriel-garcia-m"],
		["Åsa_1", "asa_1"],
		["ليلى", ""],
		["a very long name", "a-very-long-name"],
		["a very longer  name", "a-very-longer-na"],
	])("%s → %s", (name, username) => {
		expect(proposeUsername(name)).toBe(username);
		expect(usernameProblem(username)).toBe(username === "" ? "required" : null);
	});
});

describe("useRegisterForm", () => {
	function setUp(register: () => Promise<unknown>) {
		return runHere(() => {
			vi.spyOn(useSessionStore(), "register").mockImplementation(register as never);
			vi.spyOn(useSessionStore(), "validateUsername").mockResolvedValue(true);
			return { form: useRegisterForm({ invitation: "token" }), session: useSessionStore() };
		}).result;
	}

	it("says what is missing before it sends anything", async () => {
		const { form, session } = setUp(() => Promise.resolve({ state: "active" }));
		expect(form.nameError.value).toBeNull();
		expect(await form.submit()).toBeNull();
		expect(form.nameError.value).not.toBeNull();
		expect(form.passwordError.value).not.toBeNull();
		expect(session.register).not.toHaveBeenCalled();
	});

	it("sends the account with its door and gives its state", async () => {
		const { form, session } = setUp(() => Promise.resolve({ state: "pending" }));
		Object.assign(form.fields, { displayName: " Ada ", username: "ada", password: "analytical" });
		expect(await form.submit()).toBe("pending");
		expect(session.register).toHaveBeenCalledWith({
			username: "ada",
			password: "analytical",
			displayName: "Ada",
			invitation: "token",
			setup: undefined,
		});
	});

	it("shows a taken name beside the name, not above the form", async () => {
		const { form } = setUp(() => Promise.reject(new ApiError("name_taken", "taken", { status: 409 })));
		Object.assign(form.fields, { displayName: "Ada", username: "ada", password: "analytical" });
		expect(await form.submit()).toBeNull();
		expect(form.usernameError.value).toMatch(/taken/);
		expect(form.error.value).toBeNull();
	});

	it("leaves a user name alone that somebody has typed", async () => {
		const { form } = setUp(() => Promise.resolve({ state: "active" }));
		form.fields.displayName = "Ada";
		await Promise.resolve();
		expect(form.fields.username).toBe("ada");
		form.fields.username = "countess";
		form.keepUsername();
		form.fields.displayName = "Ada L";
		await Promise.resolve();
		expect(form.fields.username).toBe("countess");
	});
});
