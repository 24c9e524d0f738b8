package dev.muster.pubsub;

import java.io.ByteArrayOutputStream;

/**
 * Makes batches, as they cross the transport.
 */
final class Batches {

	private Batches() {
	}

	static byte[] of(byte[]... frames) {
		ByteArrayOutputStream batch = new ByteArrayOutputStream();
		batch.writeBytes(Frames.PREFIX);
		for (byte[] frame : frames) {
			batch.writeBytes(frame);
		}
		return batch.toByteArray();
	}

}
