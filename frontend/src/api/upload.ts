/* Sends a body to a route with word of how far it is, which fetch cannot give; can be called off. */
import { parseRecord } from "../utils/record";
import { errorFromBody, localError } from "./errors";
import type { HttpRoutes, RoutePath } from "./protocol.gen";

type UploadPath = { [Path in RoutePath]: HttpRoutes[Path]["input"] extends Blob ? Path : never }[RoutePath];

export interface UploadOptions {
	/** From 0 to 1. */
	onProgress?: (part: number) => void;
	/** Aborting rejects with the code `stopped`. */
	signal?: AbortSignal;
}

export type Upload = <Path extends UploadPath>(
	path: Path,
	body: Blob,
	options?: UploadOptions,
) => Promise<HttpRoutes[Path]["reply"]>;

const TIMEOUT_MS = 120_000;

export function createUpload(open: () => XMLHttpRequest = () => new XMLHttpRequest()): Upload {
	return (path, body, options = {}) =>
		new Promise((resolve, reject) => {
			const request = open();
			const { onProgress, signal } = options;
			const abort = (): void => request.abort();
			request.open("POST", path);
			request.timeout = TIMEOUT_MS;
			request.setRequestHeader("Content-Type", body.type);
			request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
			request.onerror = () => reject(localError("network"));
			request.ontimeout = () => reject(localError("timeout"));
			request.onabort = () => reject(localError("stopped"));
			request.onload = () => {
				const answer = parseRecord(request.responseText);
				if (request.status === 200 && answer !== null) resolve(answer as never);
				else reject(errorFromBody(answer ?? {}, request.status));
			};
			request.onloadend = () => signal?.removeEventListener("abort", abort);
			if (signal?.aborted) return reject(localError("stopped"));
			signal?.addEventListener("abort", abort);
			request.send(body);
		});
}
