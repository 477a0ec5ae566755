/* A QR code as one SVG path: a run of dark modules in a row is one rectangle. */
import { encode } from "uqr";

export interface QrPath {
	/** Modules along a side, the quiet zone included. */
	size: number;
	path: string;
}

export function qrPath(text: string): QrPath {
	const { data, size } = encode(text, { ecc: "M", border: 2 });
	const parts: string[] = [];
	data.forEach((row, y) => {
		let x = 0;
		while (x < row.length) {
			const start = x;
			while (x < row.length && row[x]) x++;
			if (x > start) parts.push(`M${start} ${y}h${x - start}v1h-${x - start}z`);
			x++;
		}
	});
	return { size, path: parts.join("") };
}
