/* What is put into texts: numbers in the writing of the language, and foreign words so that they do not turn the sentence around. */

const rightToLeftLetters = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const leftToRightLetters = /[A-Za-z\u00C0-\u024F\u0370-\u052F]/;
const isolate = "\u2068";
const isolateEnd = "\u2069";

/** The browser's own variety of the chosen language: en-GB has another clock than en-US, ar-EG other digits than ar-AE. */
export function varietyOf(language: string): string {
	return navigator.languages.find((wish) => wish.split("-")[0] === language) ?? language;
}

const numberFormats = new Map<string, Intl.NumberFormat>();

export function formatNumber(language: string, value: number): string {
	const format = numberFormats.get(language) ?? new Intl.NumberFormat(varietyOf(language));
	numberFormats.set(language, format);
	return format.format(value);
}

/** A name in letters that run the other way than the language's is set apart, else the marks beside it end up on the wrong side. */
export function isolated(text: string, rightToLeft: boolean): string {
	const foreign = rightToLeft ? leftToRightLetters : rightToLeftLetters;
	return foreign.test(text) ? `${isolate}${text}${isolateEnd}` : text;
}

export function formatParameters(
	language: string,
	rightToLeft: boolean,
	named: Record<string, unknown>,
): Record<string, unknown> {
	const format = (value: unknown): unknown => {
		if (typeof value === "number") return formatNumber(language, value);
		return typeof value === "string" ? isolated(value, rightToLeft) : value;
	};
	return Object.fromEntries(Object.entries(named).map(([key, value]) => [key, format(value)]));
}

const categories = ["zero", "one", "two", "few", "many", "other"];
const pluralRules = new Map<string, Intl.PluralRules>();

/** Which of the forms between the bars: Arabic has all six; the others have "one | other", or "none | one | other". */
export function pluralForm(language: string, count: number, forms: number): number {
	const rules = pluralRules.get(language) ?? new Intl.PluralRules(language);
	pluralRules.set(language, rules);
	const category = rules.select(Math.abs(count));
	if (forms === categories.length) return categories.indexOf(category);
	if (forms === 3 && count === 0) return 0;
	return category === "one" ? forms - 2 : forms - 1;
}
