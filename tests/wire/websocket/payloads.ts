/* Text messages of any size that have an answer of their own. */

/** A request with the number `cbId` that is exactly `size` bytes long; the number stands behind the filling, so that all of it was read. */
export function requestOf(size: number, cbId = 1, filling = "x"): string {
	const head = '{"action":"ping","x":"';
	const tail = `","cbId":${cbId}}`;
	const room = size - Buffer.byteLength(head + tail);
	if (room < 0 || room % Buffer.byteLength(filling) !== 0) throw new Error(`no request of ${size} bytes`);
	return head + filling.repeat(room / Buffer.byteLength(filling)) + tail;
}

/** The same with a text in it. */
export const requestWith = (text: string, cbId = 1): string =>
	`{"action":"ping","x":"${text}","cbId":${cbId}}`;

/** Cuts into pieces of these sizes; the last one is what is left. */
export function cut(payload: Uint8Array | string, ...sizes: number[]): Buffer[] {
	let rest = Buffer.from(payload);
	const parts = sizes.map((size) => {
		const part = rest.subarray(0, size);
		rest = rest.subarray(size);
		return part;
	});
	return [...parts, rest];
}

/** Cuts into pieces of one size. */
export function slices(payload: Uint8Array | string, size: number): Buffer[] {
	const all = Buffer.from(payload);
	return Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
		all.subarray(i * size, (i + 1) * size),
	);
}
