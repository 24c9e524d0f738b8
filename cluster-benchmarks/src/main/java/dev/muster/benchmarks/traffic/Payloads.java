package dev.muster.benchmarks.traffic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * Makes payloads that tell their phase and number, and whose content depends on the
 * number. Cheap, for it is done within what is measured.
 */
final class Payloads {

	/** Phase, number and time stand in front. */
	static final int MIN_SIZE = 20;

	private static final int NUMBER = 4;

	private static final int TIME = 12;

	private static final int OFFSETS = 1024;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private final byte[] pattern;

	private final int size;

	Payloads(int size) {
		if (size < MIN_SIZE) {
			throw new IllegalArgumentException("A payload needs " + MIN_SIZE + " bytes at least");
		}
		this.size = size;
		this.pattern = new byte[size + OFFSETS];
		new Random(size).nextBytes(this.pattern); // the same in all processes
	}

	byte[] make(int phase, long number) {
		int from = (int) (number % OFFSETS);
		byte[] payload = Arrays.copyOfRange(this.pattern, from, from + this.size);
		INT.set(payload, 0, phase);
		LONG.set(payload, NUMBER, number);
		return payload;
	}

	/**
	 * Write a time into a payload.
	 * @param payload the payload
	 * @param nanos the time
	 */
	static void stamp(byte[] payload, long nanos) {
		LONG.set(payload, TIME, nanos);
	}

	/**
	 * Return whether a payload is as it was made.
	 */
	boolean isIntact(byte[] array, int offset, int length) {
		if (length != this.size) {
			return false;
		}
		long number = number(array, offset);
		if (number < 0) {
			return false;
		}
		int from = (int) (number % OFFSETS);
		return Arrays.equals(array, offset + MIN_SIZE, offset + length, this.pattern, from + MIN_SIZE,
				from + this.size);
	}

	/**
	 * Return to which topic a payload belongs, when the topics take turns.
	 */
	static int topic(byte[] array, int offset, int length, int topics) {
		return (length < MIN_SIZE) ? 0 : (int) Math.floorMod(number(array, offset), (long) topics);
	}

	static int phase(byte[] array, int offset) {
		return (int) INT.get(array, offset);
	}

	static long number(byte[] array, int offset) {
		return (long) LONG.get(array, offset + NUMBER);
	}

	static long time(byte[] array, int offset) {
		return (long) LONG.get(array, offset + TIME);
	}

}
