/* The sound of a message: two soft notes, made here. A browser lets a page be heard only after one did something in it. */
const notes = [
	{ frequency: 659.26, at: 0, lasts: 0.16 },
	{ frequency: 987.77, at: 0.09, lasts: 0.26 },
];
const loudest = 0.3;
const attackSeconds = 0.012;
const silence = 0.0001;

let context: AudioContext | null = null;

function open(): AudioContext | null {
	if (typeof AudioContext === "undefined" || navigator.userActivation?.hasBeenActive === false) return null;
	context ??= new AudioContext();
	void context.resume().catch(() => undefined);
	return context;
}

function play(audio: AudioContext, { frequency, at, lasts }: (typeof notes)[number], peak: number): void {
	const start = audio.currentTime + at;
	const tone = new OscillatorNode(audio, { type: "sine", frequency });
	const gain = new GainNode(audio, { gain: silence });
	gain.gain.setValueAtTime(silence, start);
	gain.gain.exponentialRampToValueAtTime(peak, start + attackSeconds);
	gain.gain.exponentialRampToValueAtTime(silence, start + lasts);
	tone.connect(gain).connect(audio.destination);
	tone.start(start);
	tone.stop(start + lasts);
}

/** `volume` is 0 to 100; what one hears grows evenly with it. */
export function playMessageSound(volume: number): void {
	const audio = volume > 0 ? open() : null;
	if (!audio) return;
	const peak = Math.max(silence * 2, loudest * (Math.min(volume, 100) / 100) ** 2);
	notes.forEach((note) => play(audio, note, peak));
}
