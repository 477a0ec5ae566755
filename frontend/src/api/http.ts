/* Calls to /api: JSON (or a picture) in and JSON out, typed by the schema, every failure an ApiError. */
import { parseRecord } from "../utils/record";
import { encode } from "./encode";
import { errorFromBody, localError } from "./errors";
import type { HttpRoutes, RoutePath } from "./protocol.gen";

export interface HttpOptions {
	/** Scheme and host; empty: those of the page. */
	base?: string;
	fetch?: typeof fetch;
	/** What a browser adds by itself: Cookie and Origin. */
	headers?: () => Record<string, string>;
	/** Sees every answer, e.g. for its Set-Cookie. */
	onResponse?: (response: Response) => void;
	timeoutMs?: number;
}

export type Http = <Path extends RoutePath>(
	path: Path,
	input: HttpRoutes[Path]["input"],
) => Promise<HttpRoutes[Path]["reply"]>;

type GetPath = { [Path in RoutePath]: HttpRoutes[Path]["method"] extends "GET" ? Path : never }[RoutePath];

const getPaths: Record<GetPath, true> = { "/api/status": true };
const DEFAULT_TIMEOUT_MS = 20_000;

export function createHttp(options: HttpOptions = {}): Http {
	return async (path, input) => {
		const response = await send(options, path, input);
		options.onResponse?.(response);
		const body = parseRecord(await response.text().catch(() => ""));
		if (!response.ok) throw errorFromBody(body ?? {}, response.status);
		if (body === null) throw errorFromBody({ content: "The answer is no JSON." }, response.status);
		return body as never;
	};
}

async function send(options: HttpOptions, path: string, input: object): Promise<Response> {
	const get = Object.hasOwn(getPaths, path);
	const type = input instanceof Blob ? input.type : "application/json";
	const request: RequestInit = {
		method: get ? "GET" : "POST",
		headers: { ...(get ? {} : { "Content-Type": type }), ...options.headers?.() },
		credentials: "same-origin",
		cache: "no-store",
		signal: AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
	};
	if (!get) request.body = input instanceof Blob ? input : encode(input);
	try {
		return await (options.fetch ?? fetch)((options.base ?? "") + path, request);
	} catch (reason) {
		throw localError(
			reason instanceof DOMException && reason.name === "TimeoutError" ? "timeout" : "network",
		);
	}
}
