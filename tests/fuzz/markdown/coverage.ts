/* Which blocks of the bundle ran how often (bundle.config.mjs counts them): what makes an input worth keeping, and how much work it is. */

declare global {
	var hits: Uint32Array;
}

/** By block, the powers of two of how often one input made it run. */
let seen: Uint32Array | null = null;

export function startCounting(): void {
	globalThis.hits.fill(0);
}

export function countedBlocks(): number {
	return globalThis.hits.reduce((sum, count) => sum + count, 0);
}

/** Did something run since startCounting that never ran, or not about as often? */
export function hasNews(): boolean {
	const { hits } = globalThis;
	seen ??= new Uint32Array(hits.length);
	let news = false;
	for (let block = 0; block < hits.length; block++) {
		const count = hits[block] ?? 0;
		if (count === 0) continue;
		const bit = 1 << (31 - Math.clz32(count));
		const before = seen[block] ?? 0;
		seen[block] = before | bit;
		news ||= (before & bit) === 0;
	}
	return news;
}

export function blocksReached(): string {
	return `${[...(seen ?? [])].filter((bits) => bits !== 0).length} blocks`;
}
