/* Which addresses a message may lead to. */

const schemes: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** The address in its normal form; null: it leads nowhere that a message may lead. */
export function safeAddress(address: string): string | null {
	if (!URL.canParse(address)) return null;
	const url = new URL(address);
	if (!schemes.has(url.protocol)) return null;
	return url.protocol === "mailto:" || url.hostname !== "" ? url.href : null;
}

/** The path within the client at this origin; null: it leads elsewhere. */
export function ownPath(address: string, origin: string): string | null {
	if (!URL.canParse(address)) return null;
	const url = new URL(address);
	const own = url.origin === origin && /^\/room\/\d+(\/|$)/.test(url.pathname);
	return own ? url.pathname + url.search : null;
}
