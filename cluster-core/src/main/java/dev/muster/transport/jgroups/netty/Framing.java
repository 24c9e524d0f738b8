package dev.muster.transport.jgroups.netty;

import dev.muster.transport.handshake.BadFrameException;
import dev.muster.transport.handshake.FrameCiphers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Frames on a connection, each behind its length: cuts what comes, and writes what is
 * sent. Once there are keys, the frames travel in sealed records, each behind its length,
 * too. Used by the connection's event loop only.
 */
final class Framing {

	private final ChannelHandlerContext channel;

	private final FrameReader.Sink sink;

	private final FrameReader outer;

	private @Nullable Sealed sealed;

	private boolean goesOn = true;

	private int illegalLength;

	private @Nullable String wrong;

	/**
	 * Create one without keys.
	 * @param channel what is written to
	 * @param sink is given what comes
	 * @param limit the longest frame
	 */
	Framing(ChannelHandlerContext channel, FrameReader.Sink sink, int limit) {
		this.channel = channel;
		this.sink = sink;
		this.outer = new FrameReader(channel.alloc(), limit);
	}

	/**
	 * Go on with other frames.
	 * @param limit the longest frame
	 * @param ciphers seal what is written from now on, and open what comes from the next
	 * frame on; {@code null} for neither
	 */
	void change(int limit, @Nullable FrameCiphers ciphers) {
		if (ciphers == null) {
			this.outer.limit(limit);
			return;
		}
		RecordSeal seal = new RecordSeal(ciphers, this.channel.alloc());
		this.sealed = new Sealed(seal, new FrameReader(this.channel.alloc(), limit));
		this.outer.limit(seal.maxLength());
	}

	/**
	 * Read all that came.
	 * @param in what came; stays the caller's
	 * @return {@code null}, or what is wrong with it: nothing more can be read
	 */
	@Nullable String read(ByteBuf in) {
		Integer length = this.outer.read(in, this::frameOrRecord);
		if (length != null) {
			this.illegalLength = length;
			return tooLong(length);
		}
		return this.wrong;
	}

	/** Return the length of a frame that must not be, or 0 if there was none. */
	int illegalLength() {
		return this.illegalLength;
	}

	private boolean frameOrRecord(ByteBuf received) {
		Sealed records = this.sealed;
		if (records == null) {
			return frame(received);
		}
		try {
			Integer length = records.inner.read(records.seal.open(received), this::frame);
			this.wrong = (length != null) ? tooLong(length) : null;
		}
		catch (BadFrameException ex) {
			this.wrong = "a frame that was changed on its way: " + ex.getMessage();
		}
		return this.goesOn && this.wrong == null;
	}

	private boolean frame(ByteBuf frame) {
		this.goesOn = this.sink.frame(frame);
		return this.goesOn;
	}

	private static String tooLong(int length) {
		return "a frame of " + length + " bytes";
	}

	/**
	 * Write a frame, which leaves with the next {@link #flush()} at the latest.
	 * @param frame the frame behind its length; is released
	 */
	void write(ByteBuf frame) {
		if (this.sealed == null) {
			this.channel.write(frame, this.channel.voidPromise());
			return;
		}
		// Others may be sending the same bytes: they are not sealed in place
		RecordSeal seal = this.sealed.seal;
		try {
			do {
				if (seal.add(frame)) {
					writeRecord(seal);
				}
			}
			while (frame.isReadable());
		}
		finally {
			frame.release();
		}
	}

	/** Send all that was written. */
	void flush() {
		if (this.sealed != null) {
			writeRecord(this.sealed.seal);
		}
		this.channel.flush();
	}

	private void writeRecord(RecordSeal seal) {
		ByteBuf record = seal.seal();
		if (record != null) {
			this.channel.write(record, this.channel.voidPromise());
		}
	}

	/** Send all that was written, then close the connection. */
	void end() {
		flush();
		this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
	}

	/** Give back all memory. */
	void close() {
		this.outer.close();
		if (this.sealed != null) {
			this.sealed.inner.close();
			this.sealed.seal.close();
		}
	}

	private record Sealed(RecordSeal seal, FrameReader inner) {

	}

}
