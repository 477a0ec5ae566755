/* Who is who: profiles by id, asked for when somebody is to be shown, many at a time. */
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import type {
	AccountSearchInput,
	AccountSearchReply,
	ProfileSetInput,
	ProfileView,
	UserView,
} from "../api/protocol.gen";
import type { ClientEvents } from "../api/client";
import { asApiError } from "../api/errors";
import type { UploadOptions } from "../api/upload";
import { backend } from "./backend";
import { againAfterMs, live, liveOrNull, type Live } from "./live";

const ASK_AFTER_MS = 20;
const ASK_MAX = 200;
/** Somebody who was not found is asked for again after this. */
const ASK_AGAIN_AFTER_MS = 60_000;

export const usePeopleStore = defineStore("people", () => {
	const known = shallowReactive(new Map<number, UserView>());
	const asked = new Map<number, number>();
	const wanted = new Set<number>();
	/** Known from an earlier visit only, so perhaps renamed. */
	const old = new Set<number>();
	let timer: ReturnType<typeof setTimeout> | null = null;

	function put(people: readonly UserView[]): void {
		for (const person of people) {
			known.set(person.userId, person);
			old.delete(person.userId);
		}
		liveOrNull()?.cache.putPeople(people);
	}

	/** Undefined: not known yet; it is asked for, and the answer makes this change. */
	function get(userId: number): UserView | undefined {
		const person = known.get(userId);
		if (person === undefined || old.has(userId)) want(userId);
		return person;
	}

	/** What to call somebody; empty while it is not known. */
	function nameOf(userId: number): string {
		return get(userId)?.displayName ?? "";
	}

	function want(userId: number): void {
		const recently = Date.now() - (asked.get(userId) ?? 0) < ASK_AGAIN_AFTER_MS;
		if (userId <= 0 || recently || liveOrNull() === null) return;
		asked.set(userId, Date.now());
		wanted.add(userId);
		timer ??= setTimeout(() => void ask(), ASK_AFTER_MS);
	}

	/** These may have changed without a word of it. */
	function refresh(userIds: readonly number[]): void {
		for (const userId of userIds) {
			if (known.has(userId)) old.add(userId);
			asked.delete(userId);
			want(userId);
		}
	}

	/** People by name, a page; fails with an ApiError. */
	async function search(wish: AccountSearchInput): Promise<AccountSearchReply> {
		const answer = await live().client.request("listUsers", wish);
		put(answer.users);
		return answer;
	}

	/** What somebody says of themselves; fails with an ApiError. */
	async function profile(userId: number): Promise<ProfileView> {
		return (await live().client.request("getProfile", { userId })).profile;
	}

	/** Changes one's own; what is not given stays. */
	async function saveProfile(wish: ProfileSetInput): Promise<ProfileView> {
		return (await live().client.request("setUserProfile", wish)).profile;
	}

	/** Both empty: none. `until` 0: until it is changed. */
	async function setStatus(emoji: string, text: string, until: number): Promise<ProfileView> {
		return (await live().client.request("setStatus", { emoji, text, until })).profile;
	}

	/** One's own picture; its event brings the new address. */
	async function setPicture(picture: Blob, options: UploadOptions): Promise<void> {
		await backend().upload("/api/upload_profile_image", picture, options);
	}

	async function removePicture(): Promise<void> {
		await backend().http("/api/remove_profile_image", {});
	}

	async function ask(): Promise<void> {
		timer = null;
		const missing = [...wanted].filter((id) => !known.has(id) || old.has(id));
		const userIds = missing.slice(0, ASK_MAX);
		wanted.clear();
		missing.slice(ASK_MAX).forEach((id) => wanted.add(id));
		if (wanted.size > 0) timer = setTimeout(() => void ask(), ASK_AFTER_MS);
		if (userIds.length === 0) return;
		try {
			put((await live().client.request("getUsers", { userIds })).users);
		} catch (reason) {
			askLater(userIds, reason);
		}
	}

	/** Nobody else asks for them again: what shows them waits for the answer. */
	function askLater(userIds: readonly number[], reason: unknown): void {
		if (!asApiError(reason).retryable) return userIds.forEach((id) => asked.delete(id));
		userIds.forEach((id) => wanted.add(id));
		const afterMs = againAfterMs(reason);
		if (afterMs !== null) timer ??= setTimeout(() => void ask(), afterMs);
	}

	function opened(event: ClientEvents["setWsId"]): void {
		put(event.users);
		if (wanted.size > 0) timer ??= setTimeout(() => void ask(), ASK_AFTER_MS);
	}

	function attach({ client, snapshot }: Live): void {
		for (const person of snapshot.people) {
			known.set(person.userId, person);
			old.add(person.userId);
		}
		client.on("setWsId", opened);
		client.on("joinUser", (event) => put([event.user]));
		client.on("userProfileChanged", (event) => put([event.user]));
		client.on("personChanged", (event) => put([event.user]));
	}

	function clear(): void {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		[known, asked, wanted, old].forEach((each) => each.clear());
	}

	const own = { saveProfile, setStatus, setPicture, removePicture };
	return { get, nameOf, put, refresh, search, profile, ...own, attach, clear };
});
