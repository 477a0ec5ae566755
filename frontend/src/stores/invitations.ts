/* The invitations one has made. */
import { defineStore } from "pinia";
import { shallowRef } from "vue";

import type { InvitationCreateInput, InvitationCreateReply, InvitationView } from "../api/protocol.gen";
import { live } from "./live";

export const useInvitationsStore = defineStore("invitations", () => {
	const items = shallowRef<readonly InvitationView[]>([]);

	async function load(): Promise<void> {
		items.value = (await live().client.request("listInvitations", {})).invitations;
	}

	/** The link is in the answer and nowhere else. */
	async function create(wish: InvitationCreateInput): Promise<InvitationCreateReply> {
		const made = await live().client.request("createInvitation", wish);
		await load();
		return made;
	}

	async function revoke(invitationId: number): Promise<void> {
		await live().client.request("revokeInvitation", { invitationId });
		items.value = items.value.filter((item) => item.invitationId !== invitationId);
	}

	function clear(): void {
		items.value = [];
	}

	return { items, load, create, revoke, attach: clear, clear };
});
