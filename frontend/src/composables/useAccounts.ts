/* What an administrator does with accounts; each change says how it went. */
import { computed, ref, shallowRef } from "vue";

import type { AccountView } from "@/api/protocol.gen";
import { useErrorText } from "@/composables/useErrorText";
import { useTask } from "@/composables/useTask";
import { useI18n } from "@/i18n";
import { useAccountsStore } from "@/stores/accounts";
import { useSessionStore } from "@/stores/session";
import { useToastsStore } from "@/stores/toasts";

export interface HandedLink {
	name: string;
	url: string;
	expires: number | null;
}

type Action = (account: AccountView) => Promise<void>;

export function useAccounts() {
	const { t } = useI18n();
	const accounts = useAccountsStore();
	const session = useSessionStore();
	const toasts = useToastsStore();
	const errorText = useErrorText();
	const { busy, error, run } = useTask();
	const query = ref("");
	const link = shallowRef<HandedLink | null>(null);

	const pending = computed(() => accounts.items.filter((account) => account.state === "pending"));
	const others = computed(() => {
		const wanted = query.value.trim().toLocaleLowerCase();
		return accounts.items
			.filter((account) => account.state !== "pending")
			.filter(({ user, displayName, email }) =>
				`${user} ${displayName} ${email ?? ""}`.toLocaleLowerCase().includes(wanted),
			);
	});

	async function attempt(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (reason) {
			toasts.push({ kind: "error", text: errorText(reason) });
		}
	}

	const actions: Record<string, Action> = {
		approve: (account) => accounts.setState(account.userId, "active"),
		disable: (account) => accounts.setState(account.userId, "disabled"),
		enable: (account) => accounts.setState(account.userId, "active"),
		administrator: (account) => accounts.setRole(account.userId, "administrator"),
		member: (account) => accounts.setRole(account.userId, "member"),
		guest: (account) => accounts.setRole(account.userId, "guest"),
		reset: async (account) => {
			const { url, expires } = await accounts.createResetLink(account.userId);
			link.value = { name: account.displayName, url, expires };
		},
	};

	function act(key: string, account: AccountView): Promise<void> {
		const action = actions[key];
		return attempt(async () => action?.(account));
	}

	/** What can be done with an account, as rows of a menu. */
	function menuOf(account: AccountView) {
		const own = account.userId === session.userId;
		const roles = (["administrator", "member", "guest"] as const).filter((role) => role !== account.role);
		const active = account.state === "active";
		return [
			{ key: "reset", label: t("admin.act.reset") },
			...(active && !own
				? roles.map((role) => ({ key: role as string, label: t(`admin.act.${role}`) }))
				: []),
			...(account.state === "disabled" ? [{ key: "enable", label: t("admin.act.enable") }] : []),
			...(active && !own ? [{ key: "disable", label: t("admin.act.disable"), danger: true }] : []),
		];
	}

	const load = (): Promise<boolean> => run(() => accounts.load());
	void load();
	return {
		accounts,
		busy,
		error,
		query,
		pending,
		others,
		link,
		load,
		act,
		menuOf,
		loadMore: () => attempt(() => accounts.loadMore()),
	};
}
