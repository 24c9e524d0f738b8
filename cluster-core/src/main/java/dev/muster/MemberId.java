package dev.muster;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Identity of one incarnation of a member: 128 random bits, drawn anew at every start. A
 * node that restarts on the same host and port under the same name is another member.
 *
 * <p>
 * Ordered as an unsigned 128-bit number; the order means nothing but is the same on every
 * member, which makes it good for breaking ties.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record MemberId(long high, long low) implements Comparable<MemberId> {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final HexFormat HEX = HexFormat.of();

	/**
	 * Draw a new random id.
	 * @return an id that no other incarnation has, with overwhelming probability
	 */
	public static MemberId random() {
		return new MemberId(RANDOM.nextLong(), RANDOM.nextLong());
	}

	/**
	 * Read an id from its text form.
	 * @param text 32 hexadecimal digits, as {@link #toString()} gives
	 * @return the id
	 * @throws IllegalArgumentException if the text is anything else
	 */
	public static MemberId parse(String text) {
		if (text.length() != 32) {
			throw new IllegalArgumentException("A member id has 32 hexadecimal digits, not " + text.length());
		}
		return new MemberId(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
	}

	@Override
	public int compareTo(MemberId other) {
		int result = Long.compareUnsigned(this.high, other.high);
		return (result != 0) ? result : Long.compareUnsigned(this.low, other.low);
	}

	@Override
	public String toString() {
		return HEX.toHexDigits(this.high) + HEX.toHexDigits(this.low);
	}

}
