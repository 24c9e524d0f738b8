package dev.muster.transport.jgroups.netty;

import java.io.IOException;

import io.netty.buffer.ByteBuf;

/**
 * A frame that waits to be sent. Its bytes are made when the socket takes them, by the
 * thread that writes to it: made before it waited, they would have left the processor's
 * cache by the time that they are copied to the socket, and all that waits would be held
 * a second time, outside the heap. What it is made from must not change any more.
 */
public interface OutboundFrame {

	/**
	 * Return about how many bytes it will have, the same each time. Queues are bounded by
	 * it.
	 * @return the size
	 */
	int size();

	/**
	 * Write its bytes. Called once by an event loop, or not at all if it is dropped.
	 * @param out takes them
	 * @throws IOException if it cannot be written; it is dropped then
	 */
	void writeTo(ByteBuf out) throws IOException;

	/**
	 * Make a frame of bytes that are there.
	 * @param content the bytes, which must not be changed any more
	 * @return the frame
	 */
	static OutboundFrame of(byte[] content) {
		return new OutboundFrame() {

			@Override
			public int size() {
				return content.length;
			}

			@Override
			public void writeTo(ByteBuf out) {
				out.writeBytes(content);
			}

		};
	}

}
