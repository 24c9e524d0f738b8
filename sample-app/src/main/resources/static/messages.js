/**
 * The messages of a room, in the order that is the same on every node: by time, then by id.
 * Each is kept once, however often it comes.
 */
const MAX_MESSAGES = 200;

export class Messages {

	#sorted = [];

	/** Adds a message, and returns whether it is new. */
	add(message) {
		let index = this.#sorted.length;
		while (index > 0 && after(this.#sorted[index - 1], message)) {
			index--;
		}
		if (index > 0 && this.#sorted[index - 1].id === message.id) {
			return false;
		}
		this.#sorted.splice(index, 0, message);
		if (this.#sorted.length > MAX_MESSAGES) {
			this.#sorted.shift();
		}
		return true;
	}

	clear() {
		this.#sorted = [];
	}

	all() {
		return this.#sorted;
	}

}

function after(one, other) {
	const difference = Date.parse(one.sentAt) - Date.parse(other.sentAt);
	return difference > 0 || (difference === 0 && one.id > other.id);
}
