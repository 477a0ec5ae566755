/*
 * A frame or a body as JSON. The server refuses U+0000 and halves of characters wherever they stand, and then cannot say which request it was: the asker
 * would wait in vain, and a message would be sent again and again. They come from pasting and cutting; what is sent instead shows that something was there.
 */
const unsendable = /[\0\ud800-\udfff]/gu;

export function wellFormed(text: string): string {
	return text.replace(unsendable, "\ufffd");
}

export function encode(value: unknown): string {
	return JSON.stringify(value, (_name, each: unknown) =>
		typeof each === "string" ? wellFormed(each) : each,
	);
}
