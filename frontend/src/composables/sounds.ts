/* Short sounds, made here of two tones each: no files to load. A browser plays nothing before one has pressed something on the page; then it is silent. */
import { ref, watch } from "vue";

import { recall, remember } from "@/composables/remembered";

interface Tone {
	/** Hertz. */
	pitch: number;
	/** Seconds from the beginning. */
	at: number;
	length: number;
}

const sounds = {
	message: [
		{ pitch: 587, at: 0, length: 0.12 },
		{ pitch: 880, at: 0.09, length: 0.22 },
	],
	mention: [
		{ pitch: 659, at: 0, length: 0.1 },
		{ pitch: 988, at: 0.1, length: 0.1 },
		{ pitch: 1319, at: 0.2, length: 0.25 },
	],
	arrival: [
		{ pitch: 392, at: 0, length: 0.1 },
		{ pitch: 523, at: 0.08, length: 0.16 },
	],
} as const satisfies Record<string, readonly Tone[]>;
export type Sound = keyof typeof sounds;

const loudest = 0.25;

function rememberedVolume(): number {
	const stored = Number(recall("volume") ?? 60);
	return stored >= 0 && stored <= 100 ? stored : 60;
}

/** Of this device, 0 … 100. */
export const volume = ref(rememberedVolume());
watch(volume, (value) => remember("volume", String(value)));

let context: AudioContext | null = null;

/** Rises and falls softly: a tone that is cut clicks. */
function playTone(output: AudioContext, { pitch, at, length }: Tone, gain: number): void {
	const start = output.currentTime + at;
	const tone = output.createOscillator();
	const level = output.createGain();
	tone.type = "sine";
	tone.frequency.value = pitch;
	level.gain.setValueAtTime(0, start);
	level.gain.linearRampToValueAtTime(gain, start + 0.012);
	level.gain.exponentialRampToValueAtTime(0.0001, start + length);
	tone.connect(level).connect(output.destination);
	tone.start(start);
	tone.stop(start + length);
}

/** `roomVolume`: 0 … 100, what one set for the room it is of. */
export function playSound(sound: Sound, roomVolume: number): void {
	const gain = loudest * (volume.value / 100) * (roomVolume / 100);
	if (gain <= 0 || typeof AudioContext === "undefined") return;
	context ??= new AudioContext();
	if (context.state === "suspended") void context.resume().catch(() => undefined);
	for (const tone of sounds[sound]) playTone(context, tone, gain);
}
