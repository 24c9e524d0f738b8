package dev.muster.presence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ItemCodecTests {

	private static final byte[] KEY = "user-1".getBytes(StandardCharsets.UTF_8);

	private static final byte[] META = { 1, 2, 3 };

	@Test
	void entryIsReadAsItWasWritten() {
		for (int codec : new int[] { 0, 1, 2, 3, 15, 127 }) {
			byte[] body = ItemCodec.entry(300, 123_456, KEY, codec, META);
			assertThat(ItemCodec.read(1000, body)).isInstanceOf(Tracked.class);
			assertThat(ItemCodec.topic(body)).isEqualTo(300);
			assertThat(ItemCodec.since(body)).isEqualTo(123_456);
			assertThat(ItemCodec.codec(body)).isEqualTo(codec);
			assertThat(ItemCodec.born(1000, body)).isEqualTo(1000);
			int start = ItemCodec.keyStart(body);
			assertThat(Arrays.copyOfRange(body, start, start + ItemCodec.keyLength(body))).isEqualTo(KEY);
			assertThat(Arrays.copyOfRange(body, start + KEY.length, body.length)).isEqualTo(META);
		}
	}

	@Test
	void entryCostsFewBytesBesideKeyAndMetadata() {
		assertThat(ItemCodec.entry(1_000_000, 100_000, KEY, 2, META)).hasSize(KEY.length + META.length + 1 + 3 + 3);
	}

	@Test
	void updateKeepsAllButMetadataAndNamesTheFirstItem() {
		Tracked entry = new Tracked(400, ItemCodec.entry(300, 7, KEY, 2, META));
		byte[] once = ItemCodec.updated(entry, ItemCodec.change(1, new byte[] { 9 }));
		byte[] twice = ItemCodec.updated(new Tracked(500, once), ItemCodec.change(77, new byte[] { 8 }));
		for (byte[] body : new byte[][] { once, twice }) {
			Tracked updated = (Tracked) ItemCodec.read(600, body);
			assertThat(updated.born()).isEqualTo(400);
			assertThat(updated.keyBytes()).isEqualTo(KEY);
			assertThat(ItemCodec.topic(body)).isEqualTo(300);
			assertThat(ItemCodec.since(body)).isEqualTo(7);
		}
		assertThat(ItemCodec.codec(twice)).isEqualTo(77);
		assertThat(twice[twice.length - 1]).isEqualTo((byte) 8);
	}

	@Test
	void whatIsCutShortOrMadeUpIsUnknownAndNeverAnError() {
		Random random = new Random(1);
		byte[] body = ItemCodec.entry(300, 123_456, KEY, 77, META);
		for (int length = 0; length < body.length - META.length; length++) {
			assertThat(ItemCodec.read(1000, Arrays.copyOf(body, length))).as("%s bytes", length)
				.isInstanceOf(Item.Unknown.class);
		}
		for (int i = 0; i < 100_000; i++) {
			byte[] garbage = new byte[random.nextInt(30)];
			random.nextBytes(garbage);
			garbage = (i % 3 == 0) ? Arrays.copyOf(new byte[] { 0, (byte) random.nextInt(4) }, 2) : garbage;
			if (ItemCodec.read(1 + random.nextInt(1000), garbage) instanceof Tracked entry) {
				assertThat(entry.key()).isNotNull();
				assertThat(entry.born()).isPositive();
			}
		}
	}

	@Test
	void whatRefersToTheFutureOrHasABadTopicIsUnknown() {
		assertThat(ItemCodec.read(300, ItemCodec.entry(300, 0, KEY, 1, META))).isInstanceOf(Item.Unknown.class);
		assertThat(ItemCodec.read(1, ItemCodec.topic("a b"))).isInstanceOf(Item.Unknown.class);
		assertThat(ItemCodec.read(1, ItemCodec.topic("a:b"))).isInstanceOf(TopicDefinition.class);
		assertThat(ItemCodec.read(1, ItemCodec.identity(5, 6))).isInstanceOf(Item.Identity.class);
		assertThat(ItemCodec.read(1, new byte[] { 0, 99, 1 })).isInstanceOf(Item.Unknown.class);
	}

}
