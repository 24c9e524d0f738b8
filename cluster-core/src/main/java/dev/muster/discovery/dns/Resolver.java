package dev.muster.discovery.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Asks one server after the other until one can tell, and follows aliases that a server
 * did not follow. Each server has its share of the time; one that was silent is asked
 * once more when all others could not tell either, as datagrams get lost. The server that
 * answered last is asked first. Safe for use by many threads.
 */
final class Resolver {

	/** Servers follow aliases themselves; this is for those that do not. */
	private static final int MAX_ALIASES = 8;

	private static final Duration MIN_ATTEMPT = Duration.ofMillis(50);

	private final Exchange exchange;

	private final DnsEvent.Counts counts;

	private final LongSupplier nanoTime;

	private volatile @Nullable InetSocketAddress preferred;

	Resolver(Exchange exchange, DnsEvent.Counts counts, LongSupplier nanoTime) {
		this.exchange = exchange;
		this.counts = counts;
		this.nanoTime = nanoTime;
	}

	/**
	 * Ask.
	 * @param question the question
	 * @param servers whom to ask
	 * @param budget the time for it
	 * @return completes with the outcome, at the latest when the time is over; never
	 * fails
	 */
	CompletableFuture<Outcome> resolve(Question question, List<InetSocketAddress> servers, Budget budget) {
		return resolve(question, servers, budget, Set.of(question.name()));
	}

	private CompletableFuture<Outcome> resolve(Question question, List<InetSocketAddress> servers, Budget budget,
			Set<String> names) {
		return new Turn(question, servers, budget).next().thenCompose((outcome) -> {
			if (!(outcome instanceof Outcome.Found found) || found.reply().hasRecords()) {
				return CompletableFuture.completedFuture(outcome);
			}
			String name = found.reply().canonicalName();
			Set<String> seen = new HashSet<>(names);
			if (!seen.add(name)) {
				return CompletableFuture.completedFuture(new Outcome.NoData());
			}
			String flaw = DomainName.flaw(name);
			if (flaw != null || seen.size() > MAX_ALIASES) {
				return CompletableFuture.completedFuture(new Outcome.Unknown(question + " is an alias, which leads to "
						+ ((flaw != null) ? "a name that cannot be: " + flaw : "more than " + MAX_ALIASES + " others"),
						false));
			}
			return resolve(new Question(name, question.type()), servers, budget, seen);
		});
	}

	private final class Turn {

		private final Question question;

		private final Budget budget;

		private final Deque<InetSocketAddress> waiting = new ArrayDeque<>();

		private final Set<InetSocketAddress> askedAgain = new HashSet<>();

		private final List<String> failures = new ArrayList<>();

		private boolean silent;

		Turn(Question question, List<InetSocketAddress> servers, Budget budget) {
			this.question = question;
			this.budget = budget;
			this.waiting.addAll(servers);
			InetSocketAddress first = Resolver.this.preferred;
			if (first != null && this.waiting.remove(first)) {
				this.waiting.addFirst(first);
			}
		}

		CompletableFuture<Outcome> next() {
			InetSocketAddress server = this.waiting.pollFirst();
			long left = this.budget.deadline - Resolver.this.nanoTime.getAsLong();
			if (server == null || left <= 0) {
				String why = this.failures.isEmpty() ? "no time was left to ask for " + this.question
						: String.join("; ", this.failures);
				return CompletableFuture.completedFuture(new Outcome.Unknown(why, this.silent || left <= 0));
			}
			Duration timeout = Duration.ofNanos(Math.min(left, this.budget.attempt.toNanos()));
			return Resolver.this.exchange.ask(server, this.question, timeout)
				.handle((reply, ex) -> (reply != null) ? answered(server, reply) : failed(server, ex))
				.thenCompose((outcome) -> (outcome != null) ? CompletableFuture.completedFuture(outcome) : next());
		}

		private @Nullable Outcome answered(InetSocketAddress server, Reply reply) {
			if (reply.code() == Reply.NO_SUCH_NAME) {
				Resolver.this.counts.add(DnsEvent.NO_SUCH_NAME);
				Resolver.this.preferred = server;
				return new Outcome.NoSuchName();
			}
			if (reply.code() != Reply.NO_ERROR) {
				Resolver.this.counts.add(DnsEvent.ERROR_CODES);
				return failed(server, "answered " + reply.codeName());
			}
			boolean alias = !reply.canonicalName().equals(this.question.name());
			if (!reply.hasRecords() && !alias) {
				if (!reply.competent()) {
					Resolver.this.counts.add(DnsEvent.ERROR_CODES);
					return failed(server, "neither knows that name nor asks other servers for us");
				}
				Resolver.this.counts.add(DnsEvent.NO_DATA);
				Resolver.this.preferred = server;
				return new Outcome.NoData();
			}
			Resolver.this.preferred = server;
			return new Outcome.Found(reply);
		}

		private @Nullable Outcome failed(InetSocketAddress server, @Nullable Throwable thrown) {
			Throwable cause = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
					: thrown;
			if (cause instanceof ExchangeException exchangeException) {
				if (exchangeException.isSilent()) {
					this.silent = true;
					if (this.askedAgain.add(server)) {
						this.waiting.addLast(server);
					}
				}
				return failed(server, String.valueOf(exchangeException.getMessage()));
			}
			return failed(server, "cannot be asked: " + cause);
		}

		private @Nullable Outcome failed(InetSocketAddress server, String what) {
			String failure = "name server " + text(server) + " " + what + ", asked for " + this.question;
			if (!this.failures.contains(failure)) {
				this.failures.add(failure);
			}
			return null;
		}

		private static String text(InetSocketAddress server) {
			String host = server.getAddress().getHostAddress();
			return ((host.indexOf(':') >= 0) ? "[" + host + "]" : host) + ":" + server.getPort();
		}

	}

	/**
	 * The time for a lookup.
	 *
	 * @param deadline when it has to be done, in terms of the resolver's clock
	 * @param attempt how long one server has to answer one question
	 */
	record Budget(long deadline, Duration attempt) {

		/**
		 * Share time among servers, each of which may have to be asked twice.
		 * @param now the time
		 * @param total how long the whole lookup may take
		 * @param servers how many servers there are
		 * @return the budget
		 */
		static Budget of(long now, Duration total, int servers) {
			Duration attempt = total.dividedBy(2L * servers);
			return new Budget(now + total.toNanos(), (attempt.compareTo(MIN_ATTEMPT) > 0) ? attempt : MIN_ATTEMPT);
		}

	}

}
