/*
 * The only addresses that become scripts beside those of index.html: the service worker and the highlighting worker. The server's policy
 * (`require-trusted-types-for 'script'; trusted-types confab`) lets no string do that, nor become markup.
 */

interface Policy {
	createScriptURL(address: string): unknown;
}

interface Factory {
	createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy;
}

/** While developing, files have the names of their sources. */
const workers = import.meta.env.DEV
	? /^\/(sw\.js|dev-sw\.js|src\/utils\/highlight\.worker\.ts)$/
	: /^\/(sw\.js|assets\/highlight\.worker-[\w-]{8,}\.js)$/;

export function knownScript(address: string): string {
	const url = new URL(address, location.origin);
	if (url.origin !== location.origin || !workers.test(url.pathname))
		throw new TypeError(`not a script of this client: ${address}`);
	return url.href;
}

let policy: Policy | null = null;

/** What a browser takes as a worker's address; throws for any other. */
export function scriptAddress(address: string): string {
	const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
	if (factory === undefined) return knownScript(address);
	policy ??= factory.createPolicy("confab", { createScriptURL: knownScript });
	return policy.createScriptURL(address) as string;
}
