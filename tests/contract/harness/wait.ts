/* Waiting with an end. */

export function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again and again until the answer is neither undefined, null nor false. */
export async function until<T>(
	what: string,
	ask: () => T | undefined | null | false | Promise<T | undefined | null | false>,
	withinMs = 10_000,
): Promise<T> {
	const end = Date.now() + withinMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== null && answer !== false) return answer;
		if (Date.now() > end) throw new Error(`${what}: not within ${withinMs} ms`);
		await sleep(20);
	}
}

/** Fails when the promise takes longer. */
export function within<T>(what: string, promise: Promise<T>, ms = 10_000): Promise<T> {
	let timer: NodeJS.Timeout;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
