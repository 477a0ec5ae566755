/* What a message's text means: a tree for drawing. It never becomes HTML. Line breaks are "\n" in texts, as they were typed. */

export type Inline =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "code"; readonly text: string }
	/** A placeholder for a person; who it is, the message's tags say. */
	| { readonly kind: "mention"; readonly symbol: string }
	| { readonly kind: "strong" | "em" | "del"; readonly children: readonly Inline[] }
	/** `bare`: the address itself is the text. */
	| {
			readonly kind: "link";
			readonly href: string;
			readonly bare: boolean;
			readonly children: readonly Inline[];
	  };

export type Align = "start" | "center" | "end" | null;

export interface ListItem {
	/** null: no task. */
	readonly checked: boolean | null;
	readonly children: readonly Block[];
}

export type Block =
	| { readonly kind: "paragraph"; readonly children: readonly Inline[] }
	| { readonly kind: "heading"; readonly level: number; readonly children: readonly Inline[] }
	| { readonly kind: "quote"; readonly children: readonly Block[] }
	| { readonly kind: "code"; readonly language: string; readonly text: string }
	/** `start`: the first number; null: bullets. */
	| { readonly kind: "list"; readonly start: number | null; readonly items: readonly ListItem[] }
	| {
			readonly kind: "table";
			readonly aligns: readonly Align[];
			readonly head: readonly (readonly Inline[])[];
			readonly rows: readonly (readonly (readonly Inline[])[])[];
	  }
	| { readonly kind: "rule" };

/** The text as it was typed, for when it is not, or not yet, understood. */
export function plainBlocks(content: string): readonly Block[] {
	return content === "" ? [] : [{ kind: "paragraph", children: [{ kind: "text", text: content }] }];
}
