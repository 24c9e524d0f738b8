package dev.muster.replication;

import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A range of the log, in frames that are there already.
 */
final class RangeStream extends FrameStream {

	private final Iterator<byte[]> frames;

	RangeStream(List<byte[]> frames) {
		this.frames = frames.iterator();
	}

	@Override
	byte @Nullable [] produce() {
		return this.frames.hasNext() ? this.frames.next() : null;
	}

}
