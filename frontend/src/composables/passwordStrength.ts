/* A guess at how hard a password is to guess, to help choose one. The server decides what it takes. */

export type PasswordStrength = "short" | "weak" | "fair" | "strong";

const minLength = 8;
const runs = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertz"];
const favourites = [
	"password",
	"passwort",
	"letmein",
	"welcome",
	"iloveyou",
	"dragon",
	"monkey",
	"admin",
	"confab",
];

/** Takes away what guesses itself: repeats, runs of the keyboard, favourites, the person's own names. */
function surprising(password: string, about: string[]): string {
	let rest = password.toLowerCase();
	const known = [
		...favourites,
		...about.map((word) => word.toLowerCase()).filter((word) => word.length > 2),
	];
	for (const word of known) rest = rest.split(word).join("*");
	for (const run of runs) {
		for (let at = 0; at + 4 <= run.length; at++) rest = rest.split(run.slice(at, at + 4)).join("*");
	}
	return rest.replace(/(.)\1{2,}/gu, "$1");
}

function kinds(text: string): number {
	return [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(text)).length;
}

/** `about`: names that the password should not be made of. */
export function passwordStrength(password: string, about: string[] = []): PasswordStrength {
	if ([...password].length < minLength) return "short";
	const rest = surprising(password, about);
	const score = new Set(rest).size + rest.length / 2 + kinds(password) * 1.5;
	if (rest.length < 6 || score < 14) return "weak";
	return score < 21 ? "fair" : "strong";
}
