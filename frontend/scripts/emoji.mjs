/*
 * Vite plugin for the emoji: makes them small modules at build, so that the browser asks nobody for them. `virtual:emoji/base` has the pictures, their
 * short names and which of them have skin tones; `virtual:emoji/<language>` has names and words to find them by, in the same order.
 * Sources: emojibase-data (English, German) and, as that has no Arabic, CLDR's own annotations.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const load = (path) => require(path);

/** Newer ones are empty boxes on many systems still. */
const versionMax = 15;
const componentGroup = 2;
const groups = {
	0: "smileys",
	1: "people",
	3: "nature",
	4: "food",
	5: "places",
	6: "activities",
	7: "objects",
	8: "symbols",
	9: "flags",
};
/** Where short names are taken from, the first ones first. */
const shortNameSets = ["github", "iamcal", "emojibase", "cldr"];
const shortNamesMax = 3;
const tones = [..."🏻🏼🏽🏾🏿"];

/** The picture in a skin tone; the client does the same. */
export function toned(emoji, tone) {
	return emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${tone}`);
}

/** As the standard writes it: the sign that asks for a picture stands only where there is a choice. */
function standard(emoji) {
	return emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, "$1");
}

function entries() {
	return load("emojibase-data/en/data.json")
		.map((entry) => ({ ...entry, emoji: standard(entry.emoji) }))
		.filter(
			({ group, version }) => group !== undefined && group !== componentGroup && version <= versionMax,
		)
		.sort((a, b) => a.order - b.order);
}

function shortNames(hexcode) {
	const found = shortNameSets.flatMap(
		(set) => load(`emojibase-data/en/shortcodes/${set}.json`)[hexcode] ?? [],
	);
	return [...new Set(found)].slice(0, shortNamesMax);
}

function hasTones({ emoji, skins = [] }) {
	const known = new Set(skins.map((skin) => skin.emoji));
	return tones.every((tone) => known.has(toned(emoji, tone)));
}

function makeBase() {
	const all = entries();
	return Object.entries(groups).map(([number, name]) => [
		name,
		all
			.filter(({ group }) => group === Number(number))
			.map((entry) => [entry.emoji, shortNames(entry.hexcode).join(" "), hasTones(entry) ? 1 : 0]),
	]);
}

/** [name, words] of every emoji, in the order of the base. */
function words(language) {
	if (language === "ar") return arabicWords();
	const data = new Map(load(`emojibase-data/${language}/data.json`).map((entry) => [entry.hexcode, entry]));
	return ordered().map(({ hexcode, label }) => {
		const entry = data.get(hexcode);
		return [entry?.label ?? label, entry?.tags ?? []];
	});
}

function ordered() {
	const all = entries();
	return Object.keys(groups).flatMap((number) => all.filter(({ group }) => group === Number(number)));
}

/** What CLDR leaves to be put together, and what has no parts. */
const arabicNames = {
	"#️⃣": "مفتاح #",
	"*️⃣": "مفتاح *",
	"🔟": "مفتاح 10",
	"🏴󠁧󠁢󠁥󠁮󠁧󠁿": "علم إنجلترا",
	"🏴󠁧󠁢󠁳󠁣󠁴󠁿": "علم اسكتلندا",
	"🏴󠁧󠁢󠁷󠁬󠁳󠁿": "علم ويلز",
};
const joiner = "\u200D";
const asPicture = /\uFE0F/g;
const regionalA = 0x1f1e6;

/** The country of a flag; the name says so in the language. */
function arabicFlag(emoji) {
	if (!/^\p{Regional_Indicator}{2}$/u.test(emoji)) return undefined;
	const region = [...emoji]
		.map((letter) => String.fromCharCode(65 + letter.codePointAt(0) - regionalA))
		.join("");
	return `علم ${new Intl.DisplayNames("ar", { type: "region" }).of(region)}`;
}

/** CLDR writes its keys without the sign that asks for a picture. */
function arabicWords() {
	const { annotations } = load("cldr-annotations-full/annotations/ar/annotations.json").annotations;
	const find = (emoji) => annotations[emoji] ?? annotations[emoji.replace(asPicture, "")];
	const joined = (emoji) => {
		const parts = emoji.split(joiner).map((part) => find(part)?.tts?.[0]);
		return parts.includes(undefined) ? undefined : parts.join("، ");
	};
	return ordered().map(({ emoji, label }) => {
		const found = find(emoji);
		const name = found?.tts?.[0] ?? arabicNames[emoji] ?? arabicFlag(emoji) ?? joined(emoji) ?? label;
		return [name, found?.default ?? []];
	});
}

function makeWords(language) {
	return words(language).map(([name, list]) => {
		const others = list.filter((word) => !name.includes(word));
		return others.length > 0 ? `${name}|${others.join(" ")}` : name;
	});
}

const prefix = "virtual:emoji/";
const languages = ["en", "de", "ar"];

export function emojiModule(name) {
	if (name === "base") return makeBase();
	if (languages.includes(name)) return makeWords(name);
	throw new Error(`no emoji in ${name}`);
}

export function confabEmoji() {
	return {
		name: "confab-emoji",
		resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
		load(id) {
			if (!id.startsWith(`\0${prefix}`)) return null;
			const data = JSON.stringify(emojiModule(id.slice(prefix.length + 1)));
			return `export default JSON.parse(${JSON.stringify(data)});`;
		},
	};
}
