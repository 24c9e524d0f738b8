/**
 * One room's events. The browser itself comes back after a break of the connection, and the
 * server then sends everything again. It gives up when the answer is an error, as it is from a
 * node that is just starting or stopping: then we try anew.
 */
const RETRY_MILLIS = 1000;

export class RoomStream {

	#url;
	#handlers;
	#source;
	#timer;

	/**
	 * @param handlers functions named after the events: cluster, rooms, presence-state,
	 * presence-diff, message; and state, which is given 'connecting', 'open' or 'lost'
	 */
	constructor(room, name, handlers) {
		this.#url = `api/rooms/${encodeURIComponent(room)}/events?name=${encodeURIComponent(name)}`;
		this.#handlers = handlers;
		handlers.state('connecting');
		this.#open();
	}

	#open() {
		const source = new EventSource(this.#url);
		this.#source = source;
		for (const name of ['cluster', 'rooms', 'presence-state', 'presence-diff', 'message']) {
			source.addEventListener(name, (event) => this.#handlers[name](JSON.parse(event.data)));
		}
		source.onopen = () => this.#handlers.state('open');
		source.onerror = () => {
			this.#handlers.state('lost');
			if (source.readyState === EventSource.CLOSED) {
				this.#timer = setTimeout(() => this.#open(), RETRY_MILLIS);
			}
		};
	}

	close() {
		clearTimeout(this.#timer);
		this.#source.close();
	}

}
