package dev.muster.presence;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Objects;

import dev.muster.Member;

/**
 * Somebody who is present. Entries that come from {@link Presence} decode their metadata
 * when it is asked for, each time anew: who needs it twice keeps it. They compare their
 * metadata as it was encoded.
 *
 * @param topic the topic
 * @param key who is present
 * @param meta what there is to know: as {@code Object}, it is what the codec makes of it
 * without knowing its type, such as a {@code Map}
 * @param ref names the entry
 * @param member the member whose session tracks it
 * @param since when it was tracked, by that member's clock, to a tenth of a second
 */
public record PresenceEntry(String topic, String key, Object meta, PresenceRef ref, Member member, Instant since) {

	public PresenceEntry {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(key, "key");
		Objects.requireNonNull(meta, "meta");
		Objects.requireNonNull(ref, "ref");
		Objects.requireNonNull(member, "member");
		Objects.requireNonNull(since, "since");
	}

	/**
	 * Return the metadata, decoded without knowing its type.
	 * @return the metadata
	 * @throws dev.muster.codec.PayloadDecodingException if it cannot be decoded
	 */
	@Override
	public Object meta() {
		return (this.meta instanceof EncodedMeta encoded) ? encoded.decode(Object.class) : this.meta;
	}

	/**
	 * Return the metadata as a type.
	 * @param <T> the type
	 * @param type what it shall become
	 * @return the metadata
	 * @throws dev.muster.codec.PayloadDecodingException if it cannot become that
	 * @throws ClassCastException if it is enriched, and of another type
	 */
	public <T> T meta(Class<T> type) {
		return type.cast((this.meta instanceof EncodedMeta encoded) ? encoded.decode(type) : this.meta);
	}

	/**
	 * Return the metadata as a type that {@code Class} cannot say, such as
	 * {@code List<Device>}.
	 * @param type what it shall become
	 * @return the metadata
	 * @throws dev.muster.codec.PayloadDecodingException if it cannot become that
	 */
	public Object meta(Type type) {
		return (this.meta instanceof EncodedMeta encoded) ? encoded.decode(type) : this.meta;
	}

	PresenceEntry withMeta(Object newMeta) {
		return new PresenceEntry(this.topic, this.key, newMeta, this.ref, this.member, this.since);
	}

	@Override
	public String toString() {
		return this.key + " in '" + this.topic + "' at " + this.member + " (" + this.ref + ")";
	}

}
