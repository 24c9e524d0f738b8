package dev.muster.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PayloadCodecsTests {

	private static final int CODEC = 42;

	private final PayloadCodecs bare = new PayloadCodecs(null);

	private final PayloadCodecs codecs = new PayloadCodecs(new NumberCodec());

	@Test
	void bytesAndTextTravelWithoutCodec() {
		byte[] bytes = { 1, 2 };
		assertThat(this.bare.idFor(bytes)).isEqualTo(PayloadCodecs.BYTES);
		assertThat(this.bare.encode(bytes)).isSameAs(bytes);
		assertThat(this.bare.idFor("ü")).isEqualTo(PayloadCodecs.TEXT);
		assertThat(this.bare.encode("ü")).isEqualTo(utf8("ü"));
	}

	@Test
	void whenNoCodecThenAnObjectIsRefusedWithTheRemedy() {
		assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> this.bare.encode(7))
			.withMessageContaining("java.lang.Integer")
			.withMessageContaining("muster.pubsub.codec");
		assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> this.bare.idFor(7));
		assertThatExceptionOfType(PayloadDecodingException.class)
			.isThrownBy(() -> this.bare.decode(2, utf8("7"), Integer.class))
			.withMessageContaining("muster.pubsub.codec");
	}

	@Test
	void objectsTravelByTheCodec() {
		assertThat(this.codecs.idFor(7)).isEqualTo(CODEC);
		assertThat(this.codecs.encode(7)).isEqualTo(utf8("7"));
		assertThat(this.codecs.decode(CODEC, utf8("7"), Integer.class)).isEqualTo(7);
	}

	@Test
	void bytesComeAsTheyAreWhateverTheyWere() {
		byte[] bytes = utf8("7");
		for (int id : new int[] { PayloadCodecs.BYTES, PayloadCodecs.TEXT, CODEC, 99 }) {
			assertThat(this.codecs.decode(id, bytes, byte[].class)).isSameAs(bytes);
		}
	}

	@Test
	void objectIsTheNaturalForm() {
		byte[] bytes = utf8("7");
		assertThat(this.codecs.decode(PayloadCodecs.BYTES, bytes, Object.class)).isSameAs(bytes);
		assertThat(this.codecs.decode(PayloadCodecs.TEXT, bytes, Object.class)).isEqualTo("7");
		assertThat(this.codecs.decode(CODEC, bytes, Object.class)).isEqualTo(7);
	}

	@Test
	void textComesAsStringOrCharSequence() {
		assertThat(this.bare.decode(PayloadCodecs.TEXT, utf8("ü"), String.class)).isEqualTo("ü");
		assertThat(this.bare.decode(PayloadCodecs.TEXT, utf8("ü"), CharSequence.class)).isEqualTo("ü");
		assertThat(this.bare.decode(PayloadCodecs.BYTES, utf8("ü"), String.class)).isEqualTo("ü");
	}

	@Test
	void whenBytesAreNoTextThenTheyAreNoString() {
		byte[] bytes = { 'a', (byte) 0xff };
		assertThatExceptionOfType(PayloadDecodingException.class)
			.isThrownBy(() -> this.bare.decode(PayloadCodecs.BYTES, bytes, String.class))
			.withMessageContaining("UTF-8");
	}

	@Test
	void theCodecReadsBytesAndTextThatShallBecomeObjects() {
		assertThat(this.codecs.decode(PayloadCodecs.BYTES, utf8("7"), Integer.class)).isEqualTo(7);
		assertThat(this.codecs.decode(PayloadCodecs.TEXT, utf8("7"), Integer.class)).isEqualTo(7);
	}

	@Test
	void whenThePublisherHasAnotherCodecThenTheErrorNamesBoth() {
		assertThatExceptionOfType(PayloadDecodingException.class)
			.isThrownBy(() -> this.codecs.decode(3, utf8("7"), Integer.class))
			.withMessageContaining("codec 3")
			.withMessageContaining("codec 42");
	}

	@Test
	void whenACodecIsUnknownThenOnlyItsFirstPayloadIsTheFirst() {
		assertThat(unknown(3)).isEqualTo(new Unknown(3, true));
		assertThat(unknown(3)).isEqualTo(new Unknown(3, false));
		assertThat(unknown(4)).isEqualTo(new Unknown(4, true));
	}

	private Unknown unknown(int id) {
		try {
			throw new AssertionError(this.codecs.decode(id, new byte[] { 1 }, Integer.class));
		}
		catch (UnknownCodecException ex) {
			return new Unknown(ex.codec(), ex.isFirst());
		}
	}

	private record Unknown(int codec, boolean first) {
	}

	@Test
	void whatACodecThrowsBecomesTypedAndKeepsItsCause() {
		assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> this.codecs.encode("x".getClass()))
			.withMessageContaining("java.lang.Class")
			.withCauseInstanceOf(ClassCastException.class);
		assertThatExceptionOfType(PayloadDecodingException.class)
			.isThrownBy(() -> this.codecs.decode(CODEC, utf8("seven"), Integer.class))
			.withMessageContaining("java.lang.Integer")
			.withCauseInstanceOf(NumberFormatException.class);
		assertThatExceptionOfType(PayloadEncodingException.class).isThrownBy(() -> this.codecs.encode(-1))
			.withCauseInstanceOf(StackOverflowError.class);
	}

	@Test
	void whenACodecAnswersNullThenThePayloadIsUndecodable() {
		assertThatExceptionOfType(PayloadDecodingException.class)
			.isThrownBy(() -> this.codecs.decode(CODEC, utf8(""), Integer.class));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1, 128 })
	void aCodecCannotHaveAReservedOrImpossibleId(int id) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PayloadCodecs(new NumberCodec(id)))
			.withMessageContaining(NumberCodec.class.getName());
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** A careless one: numbers as decimal text. */
	private record NumberCodec(int id) implements PayloadCodec {

		NumberCodec() {
			this(CODEC);
		}

		@Override
		public String contentType() {
			return "text/plain";
		}

		@Override
		public byte[] encode(Object payload) {
			int number = (Integer) payload;
			if (number < 0) {
				throw new StackOverflowError("as of a cyclic object");
			}
			return utf8(String.valueOf(number));
		}

		@Override
		@SuppressWarnings("NullAway")
		public Object decode(byte[] bytes, Type type) {
			@Nullable Integer number = (bytes.length > 0) ? Integer.valueOf(new String(bytes, StandardCharsets.UTF_8)) : null;
			return number;
		}

	}

}
