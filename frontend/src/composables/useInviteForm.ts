/* Making an invitation: how long it lasts, how often it works, as what one comes; and those made before. */
import { reactive, shallowRef } from "vue";

import { useErrorText } from "@/composables/useErrorText";
import { useTask } from "@/composables/useTask";
import { useI18n } from "@/i18n";
import { useInvitationsStore } from "@/stores/invitations";
import { useRoomsStore } from "@/stores/rooms";
import { useToastsStore } from "@/stores/toasts";

export type InviteFormModel = ReturnType<typeof useInviteForm>;

const everybodysRoom = 1;

export function useInviteForm(roomId: () => number | undefined) {
	const { t } = useI18n();
	const invitations = useInvitationsStore();
	const rooms = useRoomsStore();
	const toasts = useToastsStore();
	const errorText = useErrorText();
	const task = useTask();
	const made = shallowRef<Awaited<ReturnType<typeof invitations.create>>>();
	const fields = reactive({ hours: 168, uses: 0, guest: false, room: true });

	const lasts = [
		{ value: 24, label: t("invitations.lasts.day") },
		{ value: 168, label: t("invitations.lasts.week") },
		{ value: 720, label: t("invitations.lasts.month") },
	];
	const uses = [0, 1, 5, 25].map((value) => ({
		value,
		label: t("invitations.uses", { count: value }, value),
	}));

	/** The room that one came from, unless everybody joins it anyway. */
	function extraRoom(): number | null {
		const id = roomId();
		return id !== undefined && id !== everybodysRoom && rooms.byId(id)?.name ? id : null;
	}

	function create(): Promise<boolean> {
		const extra = fields.room ? extraRoom() : null;
		return task.run(async () => {
			made.value = await invitations.create({
				expiresInHours: fields.hours,
				maxUses: fields.uses,
				guest: fields.guest,
				roomIds: extra === null ? [] : [extra],
			});
		});
	}

	async function revoke(invitationId: number): Promise<void> {
		try {
			await invitations.revoke(invitationId);
			if (made.value?.invitationId === invitationId) made.value = undefined;
		} catch (reason) {
			toasts.push({ kind: "error", text: errorText(reason) });
		}
	}

	void invitations.load().catch(() => undefined);
	return {
		fields,
		lasts,
		uses,
		made,
		invitations,
		busy: task.busy,
		error: task.error,
		extraRoom,
		create,
		revoke,
		again: () => (made.value = undefined),
	};
}
