package dev.muster.pubsub;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.codec.PayloadDecodingException;
import dev.muster.codec.PayloadEncodingException;
import dev.muster.pubsub.exchange.Exchange;
import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Asks responders, on this member and on others.
 */
final class Requester {

	private static final long MAX_TIMEOUT_MILLIS = Duration.ofDays(10_000).toMillis();

	private final BusContext context;

	private final InterestTable table;

	private final MessageEncoder encoder;

	private final Outbound outbound;

	private final Exchanges exchanges;

	private final ServedRequests served;

	Requester(BusContext context, InterestTable table, MessageEncoder encoder, Outbound outbound, Exchanges exchanges,
			ServedRequests served) {
		this.context = context;
		this.table = table;
		this.encoder = encoder;
		this.outbound = outbound;
		this.exchanges = exchanges;
		this.served = served;
	}

	/**
	 * Ask one responder.
	 */
	CompletableFuture<Object> one(String topic, Object payload, PublishOptions options, Type replyType,
			Duration timeout) {
		long deadline = deadline(timeout);
		Member self = this.table.sync();
		Draft draft = this.encoder.draft(this.table.route(topic), self, payload, options);
		OneRequest request = new OneRequest(this, new Question(draft, options, replyType, timeout, deadline));
		request.start();
		return request.future();
	}

	/**
	 * Ask all members that have a responder.
	 */
	CompletableFuture<List<Reply<Object>>> all(String topic, Object payload, PublishOptions options, Type replyType,
			Duration timeout) {
		long deadline = deadline(timeout);
		Member self = this.table.sync();
		Draft draft = this.encoder.draft(this.table.route(topic), self, payload, options);
		AllRequest request = new AllRequest(this, new Question(draft, options, replyType, timeout, deadline));
		request.start();
		return request.future();
	}

	/**
	 * Return who may be asked.
	 */
	Set<MemberId> responders(String topic) {
		TopicSyntax.requireTopic(topic);
		Member self;
		try {
			self = this.table.sync();
		}
		catch (NotRunningException ex) {
			return Set.of();
		}
		RouteGroup responders = this.table.route(topic).responders();
		Set<MemberId> ids = new HashSet<>();
		if (responders.own().length + responders.inbound().length > 0) {
			ids.add(self.id());
		}
		for (Peer peer : responders.peers()) {
			ids.add(peer.member().id());
		}
		return Set.copyOf(ids);
	}

	/**
	 * Return when a timeout is over.
	 */
	long deadline(Duration timeout) {
		return this.exchanges.now() + timeoutMillis(timeout);
	}

	private static long timeoutMillis(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("A timeout of " + timeout + " is not positive");
		}
		boolean forever = timeout.compareTo(Duration.ofMillis(MAX_TIMEOUT_MILLIS)) > 0;
		return forever ? MAX_TIMEOUT_MILLIS : Math.max(1, timeout.toMillis());
	}

	Exchanges exchanges() {
		return this.exchanges;
	}

	/**
	 * Send a question to one member.
	 * @param wait whether to wait for room where the policy is to wait
	 * @return whether it was sent; if not, there was no room
	 */
	boolean ask(long id, Question question, GroupChoice.Candidate candidate, boolean wait) {
		Peer peer = candidate.peer();
		if (peer == null) {
			askHere(id, question);
			return true;
		}
		long remaining = question.deadline() - this.exchanges.now();
		String key = question.options().key();
		Envelope envelope = new Envelope(DeliveryFrames.ASKED, true, key != null, keyHash(key), id,
				Math.max(0, remaining), List.of());
		OutboundFrame frame = question.draft().enveloped(DeliveryFrames.ASKED, envelope.encode());
		boolean sent = wait ? this.outbound.send(peer, frame, this.context.blockDeadline(remaining))
				: this.outbound.sendIfRoom(peer, frame);
		if (sent && !this.table.isMember(peer)) {
			this.exchanges.depart(peer.member().id()); // it left before we asked
		}
		return sent;
	}

	private void askHere(long id, Question question) {
		Draft draft = question.draft();
		Member self = draft.self();
		RouteGroup responders = draft.route().responders();
		String key = question.options().key();
		this.served.serve(self.id(), new ServedRequest.Key(self.id(), id), question.deadline() - this.exchanges.now(),
				GroupChoice.inOrder(responders, responders.own(), key != null, keyHash(key)),
				(answer) -> answeredHere(self, id, answer), (receipt) -> draft.inbound(this.encoder.codecs(), receipt));
	}

	/** Its thread may be that of a handler, or of one who publishes. */
	private void answeredHere(Member self, long id, Answer answer) {
		Completions completions = new Completions();
		this.exchanges.answered(self.id(), id, answer, completions);
		completions.execute(this.context.executor());
	}

	private static long keyHash(@Nullable String key) {
		return (key != null) ? KeyHash.of(key) : 0;
	}

	/**
	 * Choose whom to ask.
	 * @return the choice, or {@code null} if there is nobody who was not tried
	 */
	GroupChoice.@Nullable Candidate choose(Question question, List<Member> tried) {
		Draft draft = question.draft();
		RouteGroup responders = this.table.route(draft.route().topic()).responders();
		return GroupChoice.responder(responders, question.options(), draft.self(), tried);
	}

	/**
	 * Read a reply.
	 * @param outcome what came of the member
	 */
	Reply<Object> reply(Question question, Member member, Exchange.@Nullable Outcome<Answer> outcome) {
		String topic = question.draft().route().topic();
		Answer answer = (outcome != null) ? outcome.answer() : null;
		if (outcome != null && outcome.kind() == Exchange.Kind.LEFT) {
			return new Reply<>(member, null, new ResponderLeftException(topic, member));
		}
		if (answer == null) {
			return new Reply<>(member, null, new RequestTimeoutException(topic, question.timeout()));
		}
		if (answer instanceof Answer.Value value) {
			try {
				Object decoded = this.encoder.codecs().decode(value.codec(), value.bytes(), question.replyType());
				return new Reply<>(member, decoded, null);
			}
			catch (PayloadDecodingException ex) {
				return new Reply<>(member, null, ex);
			}
			catch (LinkageError ex) {
				return new Reply<>(member, null, new PayloadDecodingException(
						"The reply of " + member + " cannot become " + question.replyType().getTypeName(), ex));
			}
		}
		return new Reply<>(member, null, (answer != Answer.Signal.NULL) ? error(topic, member, answer) : null);
	}

	private static RuntimeException error(String topic, Member member, Answer answer) {
		if (answer instanceof Answer.TooLarge large) {
			return new PayloadTooLargeException(topic, large.size(), large.limit());
		}
		if (answer instanceof Answer.Failure failure) {
			return switch (failure.reason()) {
				case HANDLER -> new RemoteHandlerException(topic, member, failure.type(), failure.message());
				case UNDECODABLE -> new PayloadDecodingException("The responder of " + member
						+ " cannot read the request to '" + topic + "': " + failure.message(), null);
				case UNENCODABLE -> new PayloadEncodingException("The reply of " + member + " to the request to '"
						+ topic + "' cannot be encoded: " + failure.message(), null);
			};
		}
		if (answer == Answer.Signal.NOBODY) {
			return new NoResponderException(topic);
		}
		return new RequestRejectedException("There was no room for the request to '" + topic
				+ "' on the way to, or at, its responder on " + member);
	}

	/**
	 * What is asked.
	 *
	 * @param draft the request
	 * @param options the scope and the key
	 * @param replyType what replies shall become
	 * @param timeout how long to wait
	 * @param deadline until when to wait
	 */
	record Question(Draft draft, PublishOptions options, Type replyType, Duration timeout, long deadline) {
	}

}
