import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ChatStage } from "@/components/testing/chat";
import { useSessionStore } from "@/stores/session";

import PlainHttpBanner from "./PlainHttpBanner.vue";

describe("PlainHttpBanner", () => {
	let stage: ChatStage | undefined;

	beforeEach(() => vi.stubGlobal("isSecureContext", false));

	afterEach(() => {
		stage?.end();
		vi.unstubAllGlobals();
	});

	/** The banner, as a server of this kind makes it for a person of this role. */
	async function banner(server: object, role: "member" | "administrator" = "member") {
		stage = await ChatStage.open([], { me: { role } });
		Object.assign(stage.backend.answers["/api/status"] ?? {}, server);
		await useSessionStore().refreshStatus();
		await stage.router.push("/room/12?at=3");
		return stage.mount(PlainHttpBanner);
	}

	it("leads to what a device needs and to the same page by https, with a local authority", async () => {
		const wrapper = await banner({ localAuthority: true });
		expect(wrapper.get("aside").attributes("aria-label")).toBe("Connection without encryption");
		expect(wrapper.text()).toContain("Off without https: notifications, offline use, installing.");
		const links = wrapper.findAll("a").map((link) => link.attributes("href"));
		expect(links).toEqual(["/ca", `https://${location.host}/room/12?at=3`]);
	});

	it("leads to the address that people use, where that is https", async () => {
		const wrapper = await banner({ secureUrl: "https://chat.example.org/" });
		const links = wrapper.findAll("a").map((link) => link.attributes("href"));
		expect(links).toEqual(["https://chat.example.org/room/12?at=3"]);
	});

	it("says what is to be done where there is no https, and to an administrator how", async () => {
		const wrapper = await banner({});
		expect(wrapper.findAll("a")).toHaveLength(0);
		expect(wrapper.text()).toContain("Ask an administrator.");
		stage?.end();
		expect((await banner({}, "administrator")).text()).toContain("Use --lan or tls_certificate.");
	});

	it("goes when it is dismissed, and stays away on this device", async () => {
		const wrapper = await banner({});
		await wrapper.get("button[aria-label=Dismiss]").trigger("click");
		expect(wrapper.find("aside").exists()).toBe(false);
		expect(stage?.mount(PlainHttpBanner).find("aside").exists()).toBe(false);
	});

	it("is not there over https, on this machine, and before the server was asked", async () => {
		vi.stubGlobal("isSecureContext", true);
		expect((await banner({})).find("aside").exists()).toBe(false);
		stage?.end();
		vi.stubGlobal("isSecureContext", false);
		const wrapper = await banner({});
		useSessionStore().server = null;
		await stage?.settle();
		expect(wrapper.find("aside").exists()).toBe(false);
	});
});
