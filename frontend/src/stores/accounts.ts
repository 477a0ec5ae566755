/* Everybody's accounts, for administrators. */
import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import type {
	AccountCreateInput,
	AccountCreateReply,
	AccountView,
	ResetCreateReply,
} from "../api/protocol.gen";
import { live } from "./live";

const PAGE = 100;

export const useAccountsStore = defineStore("accounts", () => {
	const items = shallowRef<readonly AccountView[]>([]);
	const hasMore = ref(false);
	let shown: AccountView["state"] | undefined;

	async function fetchPage(after: number | undefined): Promise<AccountView[]> {
		const { accounts } = await live().client.request("listAccounts", { after, state: shown });
		hasMore.value = accounts.length === PAGE;
		return accounts;
	}

	/** The first page of those in a state, or of all. */
	async function load(state?: AccountView["state"]): Promise<void> {
		shown = state;
		items.value = await fetchPage(undefined);
	}

	async function loadMore(): Promise<void> {
		const page = await fetchPage(items.value.at(-1)?.userId);
		items.value = [...items.value, ...page];
	}

	async function create(wish: AccountCreateInput): Promise<AccountCreateReply> {
		const made = await live().client.request("createAccount", wish);
		await load(shown);
		return made;
	}

	function amend(userId: number, change: Partial<AccountView>): void {
		items.value = items.value.map((item) => (item.userId === userId ? { ...item, ...change } : item));
	}

	async function setState(userId: number, state: AccountView["state"]): Promise<void> {
		amend(
			userId,
			await live()
				.client.request("setAccountState", { userId, state })
				.then(({ state }) => ({ state })),
		);
	}

	async function setRole(userId: number, role: AccountView["role"]): Promise<void> {
		amend(
			userId,
			await live()
				.client.request("setAccountRole", { userId, role })
				.then(({ role }) => ({ role })),
		);
	}

	/** A link, good once, where somebody sets a new password. */
	async function createResetLink(userId: number): Promise<ResetCreateReply> {
		return await live().client.request("createResetLink", { userId });
	}

	async function setPassword(userId: number, password: string): Promise<void> {
		await live().client.request("setAccountPassword", { userId, password });
	}

	function clear(): void {
		items.value = [];
		hasMore.value = false;
	}

	return {
		items,
		hasMore,
		load,
		loadMore,
		create,
		setState,
		setRole,
		createResetLink,
		setPassword,
		attach: clear,
		clear,
	};
});
