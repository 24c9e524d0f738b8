package dev.muster.pubsub;

import dev.muster.MemberId;

/**
 * Chooses by a key: the same for all that know the same members, and such that when one
 * of them goes only its keys move. By the highest of the weights that key and member make
 * together (D. Thaler, C. Ravishankar: Using name-based mappings to increase hit rates,
 * 1998). What it gives is part of the protocol, and the same in each JVM.
 */
final class KeyHash {

	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private KeyHash() {
	}

	/**
	 * Hash a key: FNV-1a over its UTF-16 units, and a finish that spreads it.
	 */
	static long of(String key) {
		long hash = FNV_OFFSET;
		for (int i = 0; i < key.length(); i++) {
			char unit = key.charAt(i);
			hash = (hash ^ (unit & 0xff)) * FNV_PRIME;
			hash = (hash ^ (unit >>> 8)) * FNV_PRIME;
		}
		return mix(hash);
	}

	/**
	 * Return the weight of a member for a key.
	 * @param keyHash made by {@link #of}
	 */
	static long weight(long keyHash, MemberId member) {
		return mix(mix(keyHash ^ member.high()) ^ member.low());
	}

	/** The finish of SplitMix64. */
	private static long mix(long value) {
		long z = value + 0x9e3779b97f4a7c15L;
		z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
		z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
		return z ^ (z >>> 31);
	}

}
