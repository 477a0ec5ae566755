import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextTick } from "vue";

import { roomView, settingsView } from "@/api/testing/fake-socket";
import { ChatStage } from "@/components/testing/chat";
import { playSound, volume } from "@/composables/sounds";
import { useArrivalSound } from "@/composables/useArrivalSound";
import { usePresenceStore } from "@/stores/presence";

/** As much of the browser's audio as is used: it writes down how loud each tone was. */
const peaks: number[] = [];

class FakeAudio {
	readonly currentTime = 0;
	readonly state = "running";
	readonly destination = {};

	createOscillator() {
		const tone = { frequency: { value: 0 }, start: () => undefined, stop: () => undefined };
		return { ...tone, connect: <Next>(next: Next) => next };
	}

	createGain() {
		const gain = {
			setValueAtTime: () => undefined,
			linearRampToValueAtTime: (value: number) => peaks.push(value),
			exponentialRampToValueAtTime: () => undefined,
		};
		return { gain, connect: () => undefined };
	}
}

describe("a sound", () => {
	beforeEach(() => {
		peaks.length = 0;
		vi.stubGlobal("AudioContext", FakeAudio);
	});

	afterEach(() => {
		volume.value = 60;
		vi.unstubAllGlobals();
	});

	it("is as loud as the device and the room together say", () => {
		volume.value = 100;
		playSound("message", 100);
		const full = peaks[0] ?? 0;
		volume.value = 50;
		playSound("message", 50);
		expect(peaks.at(-1)).toBeCloseTo(full / 4);
	});

	it("is none when either is silent", () => {
		playSound("message", 0);
		volume.value = 0;
		playSound("mention", 100);
		expect(peaks).toEqual([]);
	});

	it("has a volume that the device remembers", async () => {
		volume.value = 35;
		await nextTick();
		expect(localStorage.getItem("confab.volume")).toBe("35");
	});
});

describe("the sound of an arrival", () => {
	let stage: ChatStage;

	beforeEach(async () => {
		const direct = roomView(12, { channelId: null, name: null, users: [7, 9], memberCount: 2 });
		stage = await ChatStage.open([direct]);
	});

	afterEach(() => stage.end());

	const is = (userId: number, presence: string): void =>
		stage.deliver({
			action: "presence",
			handler: "room",
			people: [{ userId, presence, lastSeen: null }],
		});

	it("is heard when somebody one writes with comes online, if one wants it", async () => {
		const heard = vi.fn();
		stage.run(() => useArrivalSound(heard));
		usePresenceStore().watch(9);
		is(9, "offline");
		is(9, "online");
		expect(heard).not.toHaveBeenCalled();
		const settings = settingsView({ onlineChangeSound: true });
		stage.deliver({ action: "setSettings", handler: "ws", userId: 7, seq: 1, settings });
		is(9, "away");
		is(9, "online");
		expect(heard).not.toHaveBeenCalled();
		is(9, "offline");
		is(9, "online");
		expect(heard).toHaveBeenCalledTimes(1);
		is(10, "offline");
		is(10, "online");
		expect(heard).toHaveBeenCalledTimes(1);
	});
});
