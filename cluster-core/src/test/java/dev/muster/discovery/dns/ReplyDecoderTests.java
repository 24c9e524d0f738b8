package dev.muster.discovery.dns;

import java.util.Arrays;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DnsRecordType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplyDecoder} with bytes that make no sense.
 */
class ReplyDecoderTests {

	private static final int ROUNDS = 5_000;

	private static final byte[] QUERY = { 18, 52, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 4, 't', 'e', 's', 't', 0, 0, 33,
			0, 1 };

	private static final Question QUESTION = new Question("a.test.", DnsRecordType.SRV);

	@Test
	void whenBytesAreChangedAtRandomThenItDecodesOrSaysWhyNot() {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		byte[] good = new Message(QUERY, Message.NO_ERROR).service("b.test", 1)
			.service("c.test", 2)
			.additional("b.test", "10.0.0.1")
			.additional("c.test", "fd00::1")
			.extendedCode(0)
			.bytes();
		assertThat(decodes(good)).isTrue();
		int decoded = 0;
		for (int i = 0; i < ROUNDS; i++) {
			byte[] bytes = good.clone();
			for (int j = 0; j <= random.nextInt(4); j++) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			if (decodes((random.nextInt(4) == 0) ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes)) {
				decoded++;
			}
		}
		assertThat(decoded).isBetween(1, ROUNDS - 1);
	}

	@Test
	void whenAllBytesAreRandomThenItSaysWhyNot() {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < ROUNDS; i++) {
			byte[] bytes = new byte[random.nextInt(300)];
			random.nextBytes(bytes);
			decodes(bytes); // and throws nothing else
		}
	}

	private static boolean decodes(byte[] bytes) {
		ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
		try {
			new ReplyDecoder().decode(buffer, 0x1234, QUESTION);
			return true;
		}
		catch (MalformedReplyException ex) {
			assertThat(ex.getMessage()).isNotBlank().hasSizeLessThan(300).matches("[\\x20-\\x7e]*");
			return false;
		}
		finally {
			assertThat(buffer.refCnt()).as("nobody keeps it").isEqualTo(1);
			buffer.release();
		}
	}

}
