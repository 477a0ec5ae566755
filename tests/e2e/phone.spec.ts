/* The same on a phone: one thing at a time, fingers instead of a pointer. */
import { expect, test } from "./support/fixtures";
import { phone } from "./support/looks";
import { composer, expectConnected, expectStored } from "./support/pages";

test.use({ config: {} });

test("list, room and back", async ({ stage, visit }) => {
	const ada = await stage.administrator();
	const { page } = await visit({ as: ada, context: phone });
	await page.goto("/");
	const room = page.getByRole("link", { name: /^all/ });
	await expect(room).toBeVisible();
	await expect(composer(page)).toHaveCount(0);
	await room.tap();
	await expectConnected(page);
	await expect(page.getByRole("navigation")).toBeHidden();
	await composer(page).fill("from a phone");
	await composer(page).press("Enter");
	await expect(composer(page)).toHaveValue("from a phone\n");
	await page.getByRole("button", { name: "Send" }).tap();
	await expectStored(page, "from a phone");
	await page.getByRole("button", { name: "All rooms" }).tap();
	await expect(room).toBeVisible();
	await page.getByRole("button", { name: "Invite people" }).tap();
	await expect(page.getByRole("dialog", { name: "Invite people" })).toBeVisible();
	await page.getByRole("button", { name: "Close" }).tap();
	await expect(page.getByRole("dialog")).toBeHidden();
});

test("nothing is wider than the screen, and everything is wide enough for a finger", async ({
	stage,
	visit,
}) => {
	const person = await stage.guestOf(
		stage.world.connections[0] ?? (await firstConnection(stage)),
		"long-name-000001",
		"W".repeat(64),
	);
	const connection = await person.connect();
	connection.client.outbox.add(1, "unbroken".repeat(200));
	await connection.event({ action: "printMessage" });
	const { page } = await visit({ as: person, context: phone });
	for (const path of ["/", "/room/1", "/settings"]) {
		await page.goto(path);
		await expect(page.getByRole("button").first()).toBeVisible();
		await page.waitForTimeout(300);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		const small = await page.evaluate(() =>
			[...document.querySelectorAll("button, nav a")]
				.filter((element) => element.checkVisibility())
				.map((element) => ({
					name: element.getAttribute("aria-label") ?? element.textContent,
					box: element.getBoundingClientRect(),
				}))
				.filter(({ box }) => box.width < 44 || box.height < 44)
				.map(({ name, box }) => `${name?.trim()} ${box.width}×${box.height}`),
		);
		expect(small, path).toEqual([]);
	}
});

async function firstConnection(stage: Parameters<Parameters<typeof test>[2]>[0]["stage"]) {
	const { Person } = await import("../contract/harness/person");
	return await (await new Person(stage.world, "ada").signIn()).connect();
}
