/* Every test of this set starts its own server: it is going to be hurt. */

export default function setup(): void {
	// Nothing is shared.
}
