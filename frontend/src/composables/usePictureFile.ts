/* A picture from the person: chosen, dropped or pasted; looked at before anything else is done with it. */
import { useEventListener } from "@vueuse/core";
import { ref, shallowRef, type Ref } from "vue";

import { useI18n } from "@/i18n";

const bytesMax = 30_000_000;

function pictureAmong(files: Iterable<File> | null | undefined): File | undefined {
	return [...(files ?? [])].find((file) => file.type.startsWith("image/"));
}

export function usePictureFile(target: Readonly<Ref<HTMLElement | null>>) {
	const { t } = useI18n();
	const picture = shallowRef<ImageBitmap | null>(null);
	const error = ref<string | null>(null);
	const busy = ref(false);
	/** Something is dragged over the place where it may be dropped. */
	const over = ref(false);

	async function take(file: File | undefined): Promise<void> {
		if (file === undefined || busy.value) return;
		error.value = file.size > bytesMax ? t("errors.too_many_pixels") : null;
		if (error.value !== null) return;
		busy.value = true;
		try {
			picture.value = await createImageBitmap(file);
		} catch {
			error.value = t("errors.not_a_picture");
		} finally {
			busy.value = false;
		}
	}

	function onDrop(event: DragEvent): void {
		event.preventDefault();
		over.value = false;
		const files = event.dataTransfer?.files;
		if (files && files.length > 0) void take(pictureAmong(files) ?? files[0]);
	}

	function onDrag(event: DragEvent): void {
		if (!event.dataTransfer?.types.includes("Files")) return;
		event.preventDefault();
		over.value = true;
	}

	useEventListener(target, ["dragenter", "dragover"], onDrag);
	useEventListener(target, "dragleave", () => (over.value = false));
	useEventListener(target, "drop", onDrop);
	useEventListener(document, "paste", (event: ClipboardEvent) => {
		const file = pictureAmong(event.clipboardData?.files);
		if (file === undefined || picture.value !== null) return;
		event.preventDefault();
		void take(file);
	});

	return { picture, error, busy, over, take, forget: () => (picture.value = null) };
}
