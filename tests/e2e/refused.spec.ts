/* A message that the server refuses: why, and what its writer can do. */
import { expect, test } from "./support/fixtures";
import { composer, expectStored, message, say } from "./support/pages";
import { openRoom } from "./support/talk";

test.use({ config: { message_bytes_max: 100 } });

test("a refused message says why, can be changed or given up, and holds nothing up", async ({
	stage,
	visit,
}) => {
	const ada = await stage.administrator();
	const page = await openRoom(visit, ada);
	const long = "far too long ".repeat(20);
	await say(page, long);
	await say(page, "the one after it");
	await expectStored(page, "the one after it");

	const refused = message(page, "far too long");
	await expect(refused.getByRole("img", { name: "Not sent" })).toBeVisible();
	await expect(refused).toContainText("Not sent. That is too long.");
	await refused.getByRole("button", { name: "Try again" }).click();
	await expect(refused).toContainText("Not sent. That is too long.");
	await page.reload();
	await expect(refused).toContainText("Not sent. That is too long.");

	await refused.getByRole("button", { name: "Edit" }).click();
	await expect(composer(page)).toHaveValue(long.trim());
	await composer(page).press("Escape");
	await expect(composer(page)).toHaveValue("");
	await refused.getByRole("button", { name: "Edit" }).click();
	await composer(page).fill("short enough");
	await composer(page).press("Enter");
	await expectStored(page, "short enough");
	await expect(refused).toHaveCount(0);

	await say(page, long);
	await refused.getByRole("button", { name: "Discard" }).click();
	await expect(refused).toHaveCount(0);
});
