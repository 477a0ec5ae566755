/* A part of the page that comes when it is first wanted. Where the connection fails just then, it is asked for again. */
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from "vue";

const retryMs = 1500;
const attemptsMax = 20;

/** `waiting`: what stands there until it comes. */
export function lazyPart<T extends Component>(loader: AsyncComponentLoader<T>, waiting?: Component): T {
	return defineAsyncComponent({
		loader,
		delay: 0,
		...(waiting ? { loadingComponent: waiting } : {}),
		onError: (_error, retry, fail, attempts) => {
			if (attempts >= attemptsMax) fail();
			else setTimeout(retry, retryMs);
		},
	}) as unknown as T;
}
