package dev.muster.presence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import dev.muster.codec.PayloadCodecs;
import org.jspecify.annotations.Nullable;

/**
 * An entry, as it is kept: one object and its bytes, which are taken apart when somebody
 * asks. What readers see never changes.
 */
final class Tracked extends Item {

	private @Nullable TopicDefinition definition;

	/** Where it is in its topic, for the writer; -1 if it is in none. */
	private int position = -1;

	Tracked(long dot, byte[] body) {
		super(dot, body);
	}

	/** Called by the writer, before any reader sees it. */
	void bind(TopicDefinition boundDefinition) {
		this.definition = boundDefinition;
	}

	boolean isBound() {
		return this.definition != null;
	}

	TopicDefinition definition() {
		TopicDefinition bound = this.definition;
		if (bound == null) {
			throw new IllegalStateException("The entry " + dot() + " has no topic yet");
		}
		return bound;
	}

	Owner owner() {
		return definition().owner();
	}

	TopicState topic() {
		return definition().topic();
	}

	int position() {
		return this.position;
	}

	void setPosition(int newPosition) {
		this.position = newPosition;
	}

	/** The number of the item that it began as: updates make other items. */
	long born() {
		return ItemCodec.born(dot(), body());
	}

	PresenceRef ref() {
		return new PresenceRef(owner().id(), born());
	}

	String key() {
		byte[] body = body();
		int start = ItemCodec.keyStart(body);
		return new String(body, start, ItemCodec.keyLength(body), StandardCharsets.UTF_8);
	}

	boolean hasKey(byte[] key) {
		byte[] body = body();
		int length = ItemCodec.keyLength(body);
		if (length != key.length) {
			return false;
		}
		int start = ItemCodec.keyStart(body);
		return Arrays.equals(body, start, start + length, key, 0, length);
	}

	int keyHash() {
		byte[] body = body();
		return hash(body, ItemCodec.keyStart(body), ItemCodec.keyLength(body));
	}

	static int hash(byte[] bytes, int start, int length) {
		int hash = 0;
		for (int i = start; i < start + length; i++) {
			hash = 31 * hash + bytes[i];
		}
		return hash;
	}

	PresenceEntry toEntry(PayloadCodecs codecs) {
		byte[] body = body();
		int keyStart = ItemCodec.keyStart(body);
		int metaStart = keyStart + ItemCodec.keyLength(body);
		EncodedMeta meta = new EncodedMeta(codecs, ItemCodec.codec(body), body, metaStart);
		return new PresenceEntry(topic().name(), key(), meta, ref(), owner().member(), since());
	}

	Instant since() {
		return owner().since(ItemCodec.since(body()));
	}

	byte[] keyBytes() {
		byte[] body = body();
		int start = ItemCodec.keyStart(body);
		return Arrays.copyOfRange(body, start, start + ItemCodec.keyLength(body));
	}

}
