/* Starts the client: theme and language, then the page, then who is signed in. */
import { createPinia } from "pinia";
import { createApp } from "vue";

import App from "@/App.vue";
import { startTheme } from "@/composables/theme";
import { startLanguage } from "@/i18n";
import { makeRouter } from "@/router";
import { useSessionStore } from "@/stores/session";

import "@/styles/tokens.css";
import "@/styles/base.css";

async function start(): Promise<void> {
	startTheme();
	await startLanguage();
	const app = createApp(App);
	app.use(createPinia());
	const started = useSessionStore().start();
	app.use(makeRouter(started));
	app.mount("#app");
}

void start();
