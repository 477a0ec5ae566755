/* Pictures of the line about plain HTTP, and of the steps of trust, in every look and language. */
import { allLooks, everyLook, shoot } from "./support/looks";
import { test } from "./support/fixtures";
import { lanAddress } from "./support/lan";
import { castOf, post } from "./support/talk";

test.use({ config: { lan: true } });

test("plain HTTP", async ({ stage, visit }) => {
	test.setTimeout(180_000);
	const { grace, host } = await castOf(stage);
	await post(host, "Has anybody seen the key of the shed?");
	const origin = `http://${lanAddress()}:${stage.server.address.port}`;
	await everyLook(
		visit,
		{ origin },
		async (page, look) => {
			await page.goto("/sign-in");
			await page.locator("#app > aside p").waitFor();
			await shoot(page, "plain-http-door", look);
			await page.goto("/ca");
			await shoot(page, "trust", look);
		},
		allLooks,
	);
	await everyLook(
		visit,
		{ origin, as: grace },
		async (page, look) => {
			await page.goto("/room/1");
			await page.locator("#app > aside p").waitFor();
			await page.getByRole("article").first().waitFor();
			await shoot(page, "plain-http", look);
		},
		allLooks,
	);
	const german = await visit({
		origin,
		as: grace,
		context: { locale: "de-DE", viewport: { width: 1280, height: 800 } },
	});
	await german.page.goto("/room/1");
	await german.page.locator("#app > aside p").waitFor();
	await shoot(german.page, "plain-http-german", "desktop-light");
});
