package dev.muster.presence;

import org.jspecify.annotations.Nullable;

/**
 * What became of an entry: a join if there was none before, a leave if there is none
 * after.
 */
record Change(@Nullable Tracked before, @Nullable Tracked after) {

	/**
	 * Names an entry among those of one topic.
	 */
	record Key(int owner, long born) {

		static Key of(Tracked entry) {
			return new Key(entry.owner().number(), entry.born());
		}

	}

}
