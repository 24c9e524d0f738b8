package dev.muster.pubsub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.test.simulation.SimulatedTransport;

/**
 * A node that asks and answers, is in groups, and has messages confirmed, as chance has
 * it.
 */
final class DeliveryNode {

	static final List<String> GROUPS = List.of("g", "h");

	static final String RESPONDER = "responder";

	private final DeliveryJournal journal;

	private final SimulatedTransport transport;

	private final RandomGenerator random;

	private final ViewWatch views;

	private final DefaultPubSub bus;

	private final List<Open> open = new ArrayList<>();

	DeliveryNode(DeliveryJournal journal, SimulatedTransport transport, PubSubSettings settings, boolean multicasts) {
		this.journal = journal;
		this.transport = transport;
		this.random = transport.process().random();
		this.views = new ViewWatch(transport);
		transport.observeViews((change) -> journal.joined(this, transport.self().id()));
		this.bus = new DefaultPubSub(multicasts ? new MulticastingTransport(transport) : transport, settings,
				transport.process().executor(Duration.ofMillis(this.random.nextBoolean() ? 1 : 300)),
				transport.process().clock());
		this.views.follow();
		respond();
		subscribe(GROUPS.get(this.random.nextInt(GROUPS.size())));
		if (chance(0.7)) {
			subscribe("");
		}
	}

	/**
	 * Do something, or nothing.
	 */
	void act() {
		if (!this.transport.isRunning()) {
			return;
		}
		if (chance(0.1)) {
			respond();
		}
		if (chance(0.1)) {
			subscribe(GROUPS.get(this.random.nextInt(GROUPS.size())));
		}
		if (this.open.size() > 2 && chance(0.2)) {
			this.open.remove(this.random.nextInt(this.open.size())).subscription().close();
		}
		switch (this.random.nextInt(4)) {
			case 0 -> {
				CompletableFuture<String> future = request(options(), Duration.ofMillis(1 + this.random.nextInt(5000)));
				if (chance(0.1)) {
					future.cancel(false);
				}
			}
			case 1 -> requestAll(Duration.ofMillis(1 + this.random.nextInt(5000)));
			case 2 -> confirm(options(), Duration.ofMillis(1 + this.random.nextInt(5000)));
			default -> publish(options());
		}
	}

	private PublishOptions options() {
		PublishOptions options = PublishOptions.defaults();
		if (chance(0.2)) {
			options = options.toOthers();
		}
		return chance(0.3) ? options.key("key" + this.random.nextInt(5)) : options;
	}

	private void respond() {
		this.open.add(new Open(RESPONDER, this.bus.respond("r", String.class, (request) -> {
			long number = Long.parseLong(request.payload());
			this.journal.begun(number, this);
			if (number % 3 == 0) {
				CompletableFuture<String> later = new CompletableFuture<>();
				this.transport.process()
					.schedule(Duration.ofMillis(this.random.nextInt(500)), () -> later.complete("reply " + number));
				return later;
			}
			if (number % 7 == 0) {
				return CompletableFuture.failedFuture(new IllegalStateException("fails on " + number));
			}
			return "reply " + number;
		})));
	}

	private void subscribe(String group) {
		SubscriptionOptions options = SubscriptionOptions.defaults();
		this.open
			.add(new Open(group, this.bus.subscribe("m", String.class, group.isEmpty() ? options : options.group(group),
					(message) -> this.journal.handled(Long.parseLong(message.payload()), group, this))));
	}

	/**
	 * Return how many subscriptions it has in a group.
	 * @param group its name, or empty for none, or {@link #RESPONDER}
	 */
	long count(String group) {
		return this.open.stream().filter((each) -> each.group().equals(group)).count();
	}

	CompletableFuture<String> request(PublishOptions options, Duration timeout) {
		DeliveryJournal.Asked asked = asked(timeout);
		CompletableFuture<String> future = this.bus.request("r", String.valueOf(asked.number()), options, String.class,
				timeout);
		this.journal.requested(asked, future);
		return future;
	}

	CompletableFuture<List<Reply<String>>> requestAll(Duration timeout) {
		DeliveryJournal.Asked asked = asked(timeout);
		CompletableFuture<List<Reply<String>>> future = this.bus.requestAll("r", String.valueOf(asked.number()),
				String.class, timeout);
		this.journal.requestedOfAll(asked, future);
		return future;
	}

	CompletableFuture<DeliveryReport> confirm(PublishOptions options, Duration timeout) {
		DeliveryJournal.Asked asked = asked(timeout);
		CompletableFuture<DeliveryReport> future = this.bus.publishAndConfirm("m", String.valueOf(asked.number()),
				options, timeout);
		this.journal.confirming(asked, future);
		return future;
	}

	private DeliveryJournal.Asked asked(Duration timeout) {
		return new DeliveryJournal.Asked(this.journal.next(), this, now(), now().plus(timeout), this.transport.view());
	}

	long publish(PublishOptions options) {
		long number = this.journal.next();
		this.bus.publish("m", String.valueOf(number), options);
		return number;
	}

	Instant now() {
		return this.transport.process().clock().instant();
	}

	ViewWatch views() {
		return this.views;
	}

	boolean isKilled() {
		return this.transport.process().isKilled();
	}

	Member self() {
		return this.transport.self();
	}

	Set<MemberId> responders() {
		return this.bus.responders("r");
	}

	RequestStatistics statistics() {
		return this.bus.requestStatistics();
	}

	private boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	@Override
	public String toString() {
		return this.transport.toString();
	}

	private record Open(String group, Subscription subscription) {
	}

}
