/*
 * Several tabs of one browser: one of them speaks, and it knows which rooms are looked at in any of them. Both by Web Locks: who holds the one lock speaks, and
 * a tab that is looked at holds a shared lock which names its room. Where there are no locks each tab speaks for itself.
 */
import { onScopeDispose, watch, type Ref } from "vue";

type Locks = Pick<LockManager, "request" | "query">;

export interface Tabs {
	/** This tab speaks. */
	speaks(): boolean;
	/** The rooms that are looked at just now; 0: a tab without a room. */
	attended(): Promise<ReadonlySet<number>>;
}

/** Holds a lock until the answer is called. */
function hold(locks: Locks, name: string, mode: LockMode, held: () => void = () => undefined): () => void {
	const abort = new AbortController();
	let release = (): void => undefined;
	const asked = locks.request(name, { mode, signal: abort.signal }, () => {
		held();
		return new Promise<void>((resolve) => (release = resolve));
	});
	asked.catch(() => undefined);
	return () => {
		abort.abort();
		release();
	};
}

/** `looking`: the room that one looks at in this tab; 0 none, null: nobody looks at this tab. */
export function useTabs(
	userId: number,
	looking: Readonly<Ref<number | null>>,
	locks: Locks | undefined = navigator.locks,
): Tabs {
	const own = (): ReadonlySet<number> => new Set(looking.value === null ? [] : [looking.value]);
	if (!locks) return { speaks: () => true, attended: () => Promise.resolve(own()) };

	const base = `confab.attended.${userId}.`;
	let speaks = false;
	let leave: () => void = () => undefined;
	const stopSpeaking = hold(locks, `confab.voice.${userId}`, "exclusive", () => (speaks = true));
	watch(
		looking,
		(roomId) => {
			leave();
			leave = roomId === null ? () => undefined : hold(locks, `${base}${roomId}`, "shared");
		},
		{ immediate: true },
	);
	onScopeDispose(() => {
		stopSpeaking();
		leave();
	});

	async function attended(): Promise<ReadonlySet<number>> {
		const { held = [] } = await (locks as Locks).query();
		const names = held.map(({ name }) => name ?? "").filter((name) => name.startsWith(base));
		return new Set([...own(), ...names.map((name) => Number(name.slice(base.length)))]);
	}

	return { speaks: () => speaks, attended };
}
