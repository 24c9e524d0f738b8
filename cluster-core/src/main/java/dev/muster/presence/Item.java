package dev.muster.presence;

import dev.muster.replication.Entry;

/**
 * What a member's log of presence has. {@link ItemCodec} has the bytes.
 */
abstract sealed class Item extends Entry permits Tracked, TopicDefinition, Item.Identity, Item.Unknown {

	Item(long dot, byte[] body) {
		super(dot, body);
	}

	/**
	 * The number that the refs of a member's entries have as their origin, the same over
	 * all restarts of a node, so that refs stay what they are; and what its times count
	 * from.
	 */
	static final class Identity extends Item {

		private final long id;

		private final long epochMillis;

		Identity(long dot, byte[] body, long id, long epochMillis) {
			super(dot, body);
			this.id = id;
			this.epochMillis = epochMillis;
		}

		long epochMillis() {
			return this.epochMillis;
		}

		long id() {
			return this.id;
		}

	}

	/**
	 * What this version does not understand, and keeps for those that do.
	 */
	static final class Unknown extends Item {

		private final boolean malformed;

		Unknown(long dot, byte[] body, boolean malformed) {
			super(dot, body);
			this.malformed = malformed;
		}

		boolean isMalformed() {
			return this.malformed;
		}

	}

}
