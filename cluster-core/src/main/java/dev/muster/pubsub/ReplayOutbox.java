package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.muster.MemberId;
import dev.muster.pubsub.replay.OutboundReplay;
import dev.muster.pubsub.replay.ReplayRing;

/**
 * What is to be said to one member about messages that are kept, besides these: what it
 * asked for, what we ask for, and where we stand. For each ring there is one question
 * each way, the last one. Safe for use by many threads.
 */
final class ReplayOutbox {

	private final List<ReplayRing<OutboundFrame>> rings;

	private final ReplayStreams streams;

	private final Counters counters;

	private final int maxBatch;

	private final Runnable changed;

	/** How many messages that are kept are in the member's own queue. */
	private final AtomicInteger queued = new AtomicInteger();

	private final Map<Integer, byte[]> questions = new TreeMap<>();

	private final Map<Integer, Range> answers = new TreeMap<>();

	ReplayOutbox(BusContext context, ReplayStreams streams, int maxBatch, Runnable changed) {
		this.rings = context.rings().all();
		this.streams = streams;
		this.counters = context.counters();
		this.maxBatch = maxBatch;
		this.changed = changed;
	}

	/**
	 * A message that is kept is about to enter the member's queue, or leaves it.
	 */
	void entering(int count) {
		this.queued.addAndGet(count);
	}

	/**
	 * Return how many messages that are kept are in the member's queue, or will be.
	 */
	int queued() {
		return this.queued.get();
	}

	/**
	 * Give a message its number.
	 * @param enqueue puts it into the queue
	 */
	void number(KeptFrame kept, Consumer<OutboundFrame> enqueue) {
		this.streams.outbound(kept.ring())
			.draw(kept.kept(), (number) -> enqueue.accept(new KeptFrame.Numbered(kept, number)));
	}

	/**
	 * A message left the queue that it was in.
	 * @return whether the member is to be told where we stand by now
	 */
	boolean dequeued(KeptFrame kept) {
		return this.streams.outbound(kept.ring()).dequeued();
	}

	/**
	 * Add a message to a batch.
	 */
	void addTo(List<byte[]> batch, KeptFrame.Numbered kept, MemberId receiver) {
		ReplayFrames.Stamp stamp = ReplayFrames.Stamp.of(receiver, this.streams.outbound(kept.ring()), kept.number());
		kept.addTo(batch, ReplayFrames.kept(kept.ring().number(), List.of(stamp), kept.length()));
	}

	/**
	 * Ask for messages.
	 */
	synchronized void ask(int ring, long epoch, long from, long to) {
		this.questions.put(ring, ReplayFrames.ask(ring, epoch, from, to));
		this.changed.run();
	}

	/**
	 * It asks for messages.
	 */
	synchronized void asked(int ring, long epoch, long from, long to) {
		OutboundReplay<OutboundFrame> replay = this.streams.findOutbound(ring);
		if (replay != null && replay.epoch() == epoch) {
			this.answers.put(ring, new Range(from, to));
			this.changed.run();
		}
	}

	synchronized boolean isEmpty() {
		return this.questions.isEmpty() && this.answers.isEmpty();
	}

	/**
	 * Add what there is to say to a batch, answers up to half of its size.
	 * @param batch the batch, which has its prefix
	 * @param mark whether to say where we stand
	 * @return the size of the batch
	 */
	synchronized int addTo(List<byte[]> batch, boolean mark) {
		List<byte[]> due = new ArrayList<>(this.questions.values());
		this.questions.clear();
		if (mark) {
			addMarks(due);
		}
		batch.addAll(due);
		int size = Frames.PREFIX.length + due.stream().mapToInt((frame) -> frame.length).sum();
		Iterator<Map.Entry<Integer, Range>> all = this.answers.entrySet().iterator();
		while (all.hasNext() && size < this.maxBatch / 2) {
			Map.Entry<Integer, Range> answer = all.next();
			OutboundReplay<OutboundFrame> replay = this.streams.findOutbound(answer.getKey());
			Range rest = answer.getValue();
			while (replay != null && rest != null && size < this.maxBatch / 2) {
				OutboundReplay.Part<OutboundFrame> part = replay.find(rest.from(), rest.to());
				OutboundFrame message = (part != null) ? part.frame() : null;
				if (message != null && batch.size() > 1
						&& size + ReplayFrames.MAX_HEAD + message.length() > this.maxBatch) {
					answer.setValue(rest);
					return size; // in a batch of its own
				}
				if (part != null) {
					size += add(batch, replay, part);
				}
				rest = (part != null && part.to() < rest.to()) ? new Range(part.to() + 1, rest.to()) : null;
			}
			if (rest != null) {
				answer.setValue(rest);
			}
			else {
				all.remove();
			}
		}
		return size;
	}

	private int add(List<byte[]> batch, OutboundReplay<OutboundFrame> replay, OutboundReplay.Part<OutboundFrame> part) {
		FrameWriter front = ReplayFrames.fill(replay.ring().number(), replay.epoch(), part);
		OutboundFrame message = part.frame();
		if (message == null) {
			batch.add(front.toByteArray());
			return front.size();
		}
		this.counters.resent.increment();
		int size = front.size() + message.length();
		message.addTo(batch, front);
		return size;
	}

	private void addMarks(List<byte[]> frames) {
		for (ReplayRing<OutboundFrame> ring : this.rings) {
			OutboundReplay<OutboundFrame> replay = this.streams.outbound(ring);
			long position = Math.max(1, replay.position()); // 1 to tell the pattern only
			frames.add(ReplayFrames.mark(ring.number(), replay.epoch(), position, ring.pattern()));
		}
	}

	private record Range(long from, long to) {
	}

}
