/* How the client is built. Nothing in index.html may be inline: the server's policy is `script-src 'self'; style-src 'self'`. */
import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";

import { confabEmoji } from "./scripts/emoji.mjs";
import { checkedTexts, compiledTexts } from "./scripts/i18n.mjs";

const server = process.env["CONFAB_DEV_SERVER"] ?? "http://localhost:8888";

/**
 * Vue asks for a Trusted Types policy through which any string becomes markup. Nothing here needs one: without it, what a mistake gives to
 * innerHTML is refused by the browser.
 */
function noMarkup(): Plugin {
	return {
		name: "no-markup",
		apply: "build",
		enforce: "post",
		transform(code, id) {
			if (code.includes("createStaticVNode") && !id.includes("node_modules"))
				this.error("so much of this template never changes that Vue would make it with innerHTML");
			if (!id.includes("/@vue/runtime-dom/dist/")) return null;
			if (!code.includes("window.trustedTypes"))
				this.error("Vue asks for its policy in another way now");
			return { code: code.replaceAll("window.trustedTypes", "undefined"), map: null };
		},
	};
}

export default defineConfig({
	plugins: [
		noMarkup(),
		checkedTexts(),
		compiledTexts(),
		confabEmoji(),
		vue({ features: { optionsAPI: false } }),
		VitePWA({
			strategies: "injectManifest",
			srcDir: "src",
			filename: "sw.ts",
			injectRegister: false,
			manifest: false,
			injectManifest: {
				globPatterns: [
					"index.html",
					"theme.js",
					"*.{svg,webmanifest}",
					"assets/*.{js,css,woff2,svg,png}",
				],
				// Names of emoji in every language: only one's own is fetched, when it is needed.
				globIgnores: ["assets/emoji-data-*.js"],
			},
		}),
	],
	define: {
		__VUE_OPTIONS_API__: false,
		__VUE_PROD_DEVTOOLS__: false,
	},
	resolve: {
		alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) },
	},
	build: {
		outDir: "dist",
		assetsDir: "assets",
		assetsInlineLimit: 0,
		sourcemap: false,
		modulePreload: { polyfill: false },
		target: "es2022",
		reportCompressedSize: false,
		rollupOptions: {
			output: {
				chunkFileNames: ({ moduleIds }) =>
					moduleIds.some((id) => id.startsWith("\0virtual:emoji/"))
						? "assets/emoji-data-[name]-[hash].js"
						: "assets/[name]-[hash].js",
			},
		},
	},
	server: {
		port: 5173,
		strictPort: true,
		proxy: {
			// The server compares Origin with Host, so both must be its own here.
			"/api": { target: server, headers: { origin: server }, changeOrigin: true },
			"/ws": { target: server, ws: true, headers: { origin: server }, changeOrigin: true },
		},
	},
});
