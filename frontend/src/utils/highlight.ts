/* What the page and the highlighting worker say to each other. */

/** A run of text and what it is in its language; "": nothing special. */
export type Piece = readonly [scope: string, text: string];

export interface HighlightQuestion {
	language: string;
	text: string;
}

export interface HighlightAnswer {
	/** null: the language is not known. */
	pieces: readonly Piece[] | null;
}
