/* The texts as the build leaves them (scripts/i18n.mjs): one line, or its forms for numbers, by key; {name} is put in when they are shown. */
export type Text = string | readonly string[];
export type Texts = Readonly<Record<string, Text>>;

/** The texts of a language lie in one file an area, so that two people seldom edit the same one. No key stands in two of them: the build looks. */
export function joined(areas: Record<string, unknown>): Texts {
	return Object.assign(Object.create(null), ...Object.values(areas)) as Texts;
}

const placeholder = /\{(\w+)\}/g;

/** What is not given stands as nothing. */
export function fill(line: string, parameters: Readonly<Record<string, unknown>>): string {
	return line.replace(placeholder, (_all, name: string) => String(parameters[name] ?? ""));
}
