/* What JSON gives, looked at safely. */

export type JsonRecord = Record<string, unknown>;

/** The object that a text holds; null for anything else. */
export function parseRecord(text: string): JsonRecord | null {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : null;
	} catch {
		return null;
	}
}

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
