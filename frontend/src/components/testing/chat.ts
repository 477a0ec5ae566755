/* The chat as it is when somebody is signed in: stores against a server that a test plays, pages without network, and addresses that lead nowhere. */
import { flushPromises, mount } from "@vue/test-utils";
import { getActivePinia, type Pinia } from "pinia";
import { defineComponent, h, type Component } from "vue";
import { createMemoryHistory, createRouter, type Router } from "vue-router";

import { firstFrame, userView } from "@/api/testing/fake-socket";
import type { RoomView, UserView } from "@/api/protocol.gen";
import { useTexts } from "@/i18n";
import en from "@/i18n/en";
import { useSessionStore } from "@/stores/session";
import { FakeBackend } from "@/stores/testing/fake-backend";
import { usePeopleStore } from "@/stores/people";

useTexts("en", en);

const Nothing = { render: () => h("i") };

export class ChatStage {
	readonly backend = new FakeBackend();
	readonly router: Router;
	readonly me: UserView;
	#unmount: (() => void)[] = [];

	private constructor(me: Partial<UserView>) {
		this.me = userView(7, { displayName: "Me", ...me });
		const routes = ["/", "/room/:roomId"].map((path, at) => ({
			path,
			name: at === 0 ? "home" : "room",
			component: Nothing,
		}));
		this.router = createRouter({ history: createMemoryHistory(), routes });
	}

	/** Signed in as user 7, with these rooms. */
	static async open(
		rooms: RoomView[],
		more: { me?: Partial<UserView>; frame?: object } = {},
	): Promise<ChatStage> {
		localStorage.clear();
		const stage = new ChatStage(more.me ?? {});
		stage.backend.status(7);
		await useSessionStore().start();
		stage.deliver(firstFrame(rooms, { users: [stage.me], ...more.frame }));
		await stage.backend.settle();
		await stage.router.push("/");
		return stage;
	}

	deliver(frame: object): void {
		this.backend.server.latest.deliver(frame);
	}

	/** What was asked of the server, of one action. */
	asked(action: string) {
		return this.backend.server.latest.asked(action);
	}

	/** What it leaves out of a list is in `rest`. */
	async answer(action: string, reply: object): Promise<void> {
		this.backend.server.latest.answer(action, { rest: [], ...reply });
		await this.settle();
	}

	async settle(): Promise<void> {
		await this.backend.settle();
		await flushPromises();
	}

	know(...people: UserView[]): void {
		usePeopleStore().put(people);
	}

	mount(component: Component, props: object = {}, stubs: object = {}) {
		const wrapper = mount(component, {
			attachTo: document.body,
			props,
			global: {
				plugins: [getActivePinia() as Pinia, this.router],
				stubs: { PresenceDot: true, ...stubs },
			},
		} as never);
		this.#unmount.push(() => wrapper.unmount());
		return wrapper;
	}

	/** What a composable gives, inside a component that lives until the end. */
	run<T>(composable: () => T): T {
		let given: T | undefined;
		this.mount(
			defineComponent({
				setup() {
					given = composable();
					return () => h("i");
				},
			}),
		);
		return given as T;
	}

	end(): void {
		this.#unmount.forEach((unmount) => unmount());
		this.backend.end();
	}
}
