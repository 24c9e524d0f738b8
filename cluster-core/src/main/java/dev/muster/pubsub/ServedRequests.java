package dev.muster.pubsub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.muster.MemberId;
import dev.muster.codec.PayloadEncodingException;
import org.jspecify.annotations.Nullable;

/**
 * The requests, of this member and of others, that this member is to answer. Bounded;
 * safe for use by many threads.
 */
final class ServedRequests {

	private final BusContext context;

	private final MessageEncoder encoder;

	private final int limit;

	private final Map<ServedRequest.Key, ServedRequest> requests = new ConcurrentHashMap<>();

	private final AtomicInteger size = new AtomicInteger();

	private final DeadlineAlarm alarm;

	private final LongAdder served = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder expired = new LongAdder();

	private final LongAdder unanswered = new LongAdder();

	ServedRequests(BusContext context, MessageEncoder encoder) {
		this.context = context;
		this.encoder = encoder;
		this.limit = context.settings().maxOpenRequests();
		this.alarm = new DeadlineAlarm(context, this::expire);
	}

	long now() {
		return this.context.millis().getAsLong();
	}

	/**
	 * Put a request into the queue of a responder.
	 * @param server who this member is
	 * @param key who asks
	 * @param remaining how long an answer is waited for, in milliseconds
	 * @param responders those that match, in the order in which to try them
	 * @param sink gets the answer, at most one
	 * @param message makes the request
	 */
	void serve(@Nullable MemberId server, ServedRequest.Key key, long remaining, List<LocalSubscription> responders,
			AnswerSink sink, Function<Receipt, InboundMessage> message) {
		if (responders.isEmpty()) {
			sink.answer(Answer.Signal.NOBODY);
			return;
		}
		if (this.size.incrementAndGet() > this.limit) {
			this.size.decrementAndGet();
			this.refused.increment();
			sink.answer(Answer.Signal.REFUSED);
			return;
		}
		long now = now();
		long deadline = now + Math.min(remaining, Long.MAX_VALUE - now);
		ServedRequest request = new ServedRequest(this, server, key, deadline, sink);
		if (this.requests.putIfAbsent(key, request) != null) {
			this.size.decrementAndGet();
			this.context.counters().undecodable.increment(); // an asker never does so
			return;
		}
		this.alarm.set(deadline);
		InboundMessage inbound = message.apply(request);
		for (LocalSubscription responder : responders) {
			if (responder.offerIfRoom(inbound)) {
				return;
			}
		}
		request.refused();
	}

	/**
	 * Encode a reply.
	 */
	Answer encode(@Nullable Object reply) {
		if (reply == null) {
			return Answer.Signal.NULL;
		}
		try {
			int codec = this.encoder.codecs().idFor(reply);
			byte[] bytes = this.encoder.codecs().encode(reply);
			int max = this.encoder.maxMessageSize();
			return (bytes.length > max) ? new Answer.TooLarge(bytes.length, max)
					: new Answer.Value(codec, (bytes == reply) ? bytes.clone() : bytes);
		}
		catch (PayloadEncodingException ex) {
			return Answer.Failure.of(Answer.Reason.UNENCODABLE, ex);
		}
	}

	/**
	 * An asker does not wait any more.
	 */
	void cancel(MemberId asker, long id) {
		ServedRequest request = this.requests.get(new ServedRequest.Key(asker, id));
		if (request != null) {
			request.abandon();
		}
	}

	/**
	 * Nobody waits for some answers any more.
	 */
	void depart(Predicate<ServedRequest> gone) {
		abandonIf(gone);
	}

	private void expire() {
		long now = now();
		abandonIf((request) -> request.deadline() <= now);
		long next = Long.MAX_VALUE;
		for (ServedRequest request : this.requests.values()) {
			next = Math.min(next, request.deadline());
		}
		if (next != Long.MAX_VALUE) {
			this.alarm.set(next);
		}
	}

	private void abandonIf(Predicate<ServedRequest> condition) {
		this.requests.values().stream().filter(condition).toList().forEach(ServedRequest::abandon);
	}

	void ended(ServedRequest request, Answer answer) {
		remove(request);
		((answer == Answer.Signal.REFUSED) ? this.refused : this.served).increment();
	}

	void abandoned(ServedRequest request) {
		remove(request);
		this.expired.increment();
	}

	private void remove(ServedRequest request) {
		if (this.requests.remove(request.key(), request)) {
			this.size.decrementAndGet();
		}
	}

	/** A stage that a handler returned failed later. */
	void countFailure() {
		this.context.counters().failed.increment();
	}

	void countUnanswered() {
		this.unanswered.increment();
	}

	int size() {
		return this.size.get();
	}

	long served() {
		return this.served.sum();
	}

	long refused() {
		return this.refused.sum();
	}

	long expired() {
		return this.expired.sum();
	}

	long unanswered() {
		return this.unanswered.sum();
	}

	void close() {
		abandonIf((request) -> true);
	}

}
