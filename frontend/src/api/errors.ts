/* Why something was not done: the server's typed errors, and our own for what never reached it. */
import type { JsonRecord } from "../utils/record";

/** Codes that no server sends. */
export type LocalCode = "network" | "timeout" | "disconnected" | "stopped" | "stale";

interface Details {
	status?: number;
	retryable?: boolean;
	retryAfterMs?: number;
}

export class ApiError extends Error {
	/** A stable code of the server's list, or a LocalCode. */
	readonly code: string;
	/** HTTP status; 0 if it came over the socket or never left. */
	readonly status: number;
	/** The same request may succeed later. */
	readonly retryable: boolean;
	readonly retryAfterMs: number | undefined;

	constructor(code: string, message: string, details: Details = {}) {
		super(message);
		this.name = "ApiError";
		this.code = code;
		this.status = details.status ?? 0;
		this.retryable = details.retryable ?? false;
		this.retryAfterMs = details.retryAfterMs;
	}
}

const localTexts: Record<LocalCode, string> = {
	network: "The server cannot be reached.",
	timeout: "The server did not answer in time.",
	disconnected: "The connection was lost.",
	stopped: "Signed out.",
	stale: "This message has waited for more than a week.",
};

export function localError(code: LocalCode): ApiError {
	const retryable = code === "network" || code === "timeout" || code === "disconnected";
	return new ApiError(code, localTexts[code], { retryable });
}

/** Anything thrown, as an ApiError. */
export function asApiError(reason: unknown): ApiError {
	if (reason instanceof ApiError) return reason;
	const text = reason instanceof Error ? reason.message : String(reason);
	return new ApiError("internal", text);
}

/** What a proxy's answer means, which has no code of ours. */
const proxied: Record<number, string> = {
	413: "too_large",
	429: "rate_limited",
	502: "network",
	503: "busy",
	504: "timeout",
};

/** From the body of a growlError, or of an HTTP answer that is no success. */
export function errorFromBody(body: JsonRecord, status = 0): ApiError {
	const code = typeof body["error"] === "string" ? body["error"] : (proxied[status] ?? "internal");
	const text = [body["content"], body["message"]].find((value) => typeof value === "string");
	const retryAfterMs = typeof body["retryAfterMs"] === "number" ? body["retryAfterMs"] : undefined;
	const retryable =
		typeof body["retryable"] === "boolean" ? body["retryable"] : status === 429 || status >= 500;
	return new ApiError(code, String(text ?? code), { status, retryable, retryAfterMs });
}
