/**
 * Who is present, kept up to date in a browser: give it the state, and then the diffs, as they come.
 * An entry has a key (who) and a ref (which of its devices); a diff has the form of a PresenceDiff as JSON.
 */
const id = ({ ref }) => JSON.stringify(ref);

export class Presence {

	#keys = new Map();
	#on;

	/**
	 * @param on any of these: onJoin(key, entry, entries) and onLeave(key, entry, entries), with what the key has
	 * after that: one entry is somebody who has come, none is somebody who is gone; onSync(presence) after each
	 * state and diff
	 */
	constructor(on = {}) {
		this.#on = on;
	}

	/** Takes all that there is. What differs from before is joins and leaves, as after a break of the connection. */
	state(entries) {
		const ids = new Set(entries.map(id));
		this.diff({ joins: entries, leaves: [...this.#keys.values()].flat().filter((entry) => !ids.has(id(entry))) });
	}

	diff({ joins = [], updates = [], leaves = [] }) {
		updates.forEach(({ before, after }) => this.#put(after, before));
		joins.forEach((entry) => this.#put(entry, entry));
		for (const entry of leaves) {
			const entries = this.get(entry.key).filter((other) => id(other) !== id(entry));
			if (entries.length < this.get(entry.key).length) {
				this.#set(entry.key, entries);
				this.#on.onLeave?.(entry.key, entry, entries);
			}
		}
		this.#on.onSync?.(this);
	}

	/** An entry that takes the place of another one is no join. */
	#put(entry, before) {
		const entries = [...this.get(entry.key)];
		const index = entries.findIndex((other) => id(other) === id(before));
		entries.splice((index < 0) ? entries.length : index, 1, entry);
		this.#set(entry.key, entries);
		if (index < 0) {
			this.#on.onJoin?.(entry.key, entry, entries);
		}
	}

	#set(key, entries) {
		entries.length ? this.#keys.set(key, entries) : this.#keys.delete(key);
	}

	/** The entries of a key; none if it is not present. */
	get(key) {
		return this.#keys.get(key) ?? [];
	}

	/** Who is present: [key, entries] of each, in the order in which they came. */
	list() {
		return [...this.#keys];
	}

}
