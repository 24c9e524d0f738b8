package dev.muster.codec;

/**
 * Thrown for a payload of a codec that this member has not. That concerns all payloads of
 * that codec, so {@link #isFirst()} tells whether it is worth a line in the log.
 */
public class UnknownCodecException extends PayloadDecodingException {

	private final int codec;

	private final boolean first;

	UnknownCodecException(int codec, boolean first, String message) {
		super(message, null);
		this.codec = codec;
		this.first = first;
	}

	/**
	 * Return the codec that is not there.
	 * @return its id
	 */
	public int codec() {
		return this.codec;
	}

	/**
	 * Return whether this is the first payload of that codec.
	 * @return whether it is
	 */
	public boolean isFirst() {
		return this.first;
	}

}
