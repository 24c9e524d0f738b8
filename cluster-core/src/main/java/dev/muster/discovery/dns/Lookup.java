package dev.muster.discovery.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import io.netty.handler.codec.dns.DnsRecordType;

/**
 * One lookup, from the name to addresses of peers. Blocks for as long as the budget says.
 */
final class Lookup {

	/** Hosts of services that are looked up at the same time. */
	private static final int HOSTS_AT_A_TIME = 16;

	private static final Duration GRACE = Duration.ofMillis(20);

	/** What is kept must be the same on all nodes, whatever the order of an answer. */
	private static final Comparator<Reply.Service> SERVICE_ORDER = Comparator.comparingInt(Reply.Service::priority)
		.thenComparing(Reply.Service::host)
		.thenComparing(Reply.Service::port);

	private static final Comparator<PeerAddress> ADDRESS_ORDER = Comparator.comparing(PeerAddress::host)
		.thenComparing(PeerAddress::port);

	private final DnsSettings settings;

	private final NameServers nameServers;

	private final Resolver resolver;

	private final Resolver.Budget budget;

	private final DnsEvent.Counts counts;

	private final LongSupplier nanoTime;

	Lookup(DnsSettings settings, NameServers nameServers, Resolver resolver, Resolver.Budget budget,
			DnsEvent.Counts counts, LongSupplier nanoTime) {
		this.settings = settings;
		this.nameServers = nameServers;
		this.resolver = resolver;
		this.budget = budget;
		this.counts = counts;
		this.nanoTime = nanoTime;
	}

	/**
	 * Look up.
	 * @return the peers
	 * @throws DiscoveryException if no server can tell
	 * @throws InterruptedException if this thread was interrupted
	 */
	Result find() throws InterruptedException {
		List<String> unknown = new ArrayList<>();
		boolean exists = false;
		for (String name : DomainName.candidates(this.settings.name(), this.nameServers.search(),
				this.nameServers.ndots())) {
			Answer answer = ask(name, this.settings.records().types());
			if (!answer.replies.isEmpty()) {
				return new Result(peers(answer.replies), true);
			}
			exists |= answer.exists;
			unknown.addAll(answer.unknown);
			if (answer.silent) {
				break; // to ask for another name would be as vain
			}
		}
		if (!unknown.isEmpty()) {
			throw new DiscoveryException(String.join("; ", new LinkedHashSet<>(unknown)));
		}
		return new Result(Set.of(), exists);
	}

	private Answer ask(String name, List<DnsRecordType> types) throws InterruptedException {
		return answer(types.stream().map((type) -> start(new Question(name, type))).toList());
	}

	private CompletableFuture<Outcome> start(Question question) {
		return this.resolver.resolve(question, this.nameServers.servers(), this.budget);
	}

	/** Join what is known of one name. */
	private Answer answer(List<CompletableFuture<Outcome>> asked) throws InterruptedException {
		Answer answer = new Answer();
		boolean noSuchName = false;
		for (CompletableFuture<Outcome> each : asked) {
			Outcome outcome = await(each);
			if (outcome instanceof Outcome.Found found) {
				answer.replies.add(found.reply());
			}
			else if (outcome instanceof Outcome.Unknown unknown) {
				answer.unknown.add(unknown.why());
				answer.silent |= unknown.silent();
			}
			noSuchName |= outcome instanceof Outcome.NoSuchName;
			answer.exists |= outcome instanceof Outcome.NoData;
		}
		if (noSuchName) {
			answer.unknown.clear(); // that holds for all types
			answer.silent = false;
		}
		return answer;
	}

	private Outcome await(CompletableFuture<Outcome> asked) throws InterruptedException {
		long left = this.budget.deadline() + GRACE.toNanos() - this.nanoTime.getAsLong();
		try {
			// The resolver keeps the deadline, too, and then can tell more
			return asked.get(Math.max(0, left), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return new Outcome.Unknown("the lookup was not done in time", true);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A resolver never fails", ex.getCause());
		}
	}

	private Set<PeerAddress> peers(List<Reply> replies) throws InterruptedException {
		Set<PeerAddress> peers = new LinkedHashSet<>();
		if (this.settings.records() == DnsRecords.SRV) {
			peers.addAll(servicePeers(replies.get(0)));
		}
		else {
			replies.forEach((reply) -> add(peers, reply.addresses(), this.settings.port()));
		}
		if (peers.size() <= this.settings.maxRecords()) {
			return peers;
		}
		this.counts.add(DnsEvent.OVER_LIMIT, peers.size() - this.settings.maxRecords());
		return peers.stream()
			.sorted(ADDRESS_ORDER)
			.limit(this.settings.maxRecords())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private void add(Set<PeerAddress> peers, Set<InetAddress> addresses, int port) {
		for (InetAddress address : addresses) {
			if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
				this.counts.add(DnsEvent.UNUSABLE);
			}
			else {
				peers.add(new PeerAddress(address.getHostAddress(), port));
			}
		}
	}

	private Set<PeerAddress> servicePeers(Reply reply) throws InterruptedException {
		List<Reply.Service> services = usable(reply.services());
		Map<String, Set<InetAddress>> hosts = new LinkedHashMap<>(reply.hosts());
		List<String> missing = services.stream()
			.map(Reply.Service::host)
			.distinct()
			.filter((host) -> !hosts.containsKey(host))
			.toList();
		Set<String> unknown = new LinkedHashSet<>();
		for (int i = 0; i < missing.size(); i += HOSTS_AT_A_TIME) {
			List<String> some = missing.subList(i, Math.min(i + HOSTS_AT_A_TIME, missing.size()));
			resolveHosts(some, hosts, unknown);
		}
		Set<PeerAddress> peers = new LinkedHashSet<>();
		for (Reply.Service service : services) {
			add(peers, hosts.getOrDefault(service.host(), Set.of()), service.port());
		}
		if (peers.isEmpty() && !unknown.isEmpty()) {
			throw new DiscoveryException("no host of the services has an address that is known: "
					+ unknown.stream().limit(3).collect(Collectors.joining("; ")));
		}
		return peers;
	}

	private List<Reply.Service> usable(List<Reply.Service> services) {
		List<Reply.Service> result = new ArrayList<>();
		for (Reply.Service service : services) {
			if (service.host().equals(".")) {
				continue; // says that there is no such service
			}
			if (service.port() == 0 || DomainName.flaw(service.host()) != null) {
				this.counts.add(DnsEvent.UNUSABLE);
			}
			else {
				result.add(service);
			}
		}
		if (result.size() > this.settings.maxRecords()) {
			this.counts.add(DnsEvent.OVER_LIMIT, result.size() - this.settings.maxRecords());
			result.sort(SERVICE_ORDER);
			return result.subList(0, this.settings.maxRecords());
		}
		return result;
	}

	private void resolveHosts(List<String> names, Map<String, Set<InetAddress>> hosts, Set<String> unknown)
			throws InterruptedException {
		Map<String, List<CompletableFuture<Outcome>>> asked = new LinkedHashMap<>();
		for (String name : names) {
			asked.put(name,
					List.of(start(new Question(name, DnsRecordType.A)), start(new Question(name, DnsRecordType.AAAA))));
		}
		for (Map.Entry<String, List<CompletableFuture<Outcome>>> each : asked.entrySet()) {
			Answer answer = answer(each.getValue());
			Set<InetAddress> addresses = new LinkedHashSet<>();
			answer.replies.forEach((reply) -> addresses.addAll(reply.addresses()));
			hosts.put(each.getKey(), addresses);
			if (addresses.isEmpty()) {
				this.counts.add(DnsEvent.UNRESOLVED_HOSTS);
				unknown.addAll(answer.unknown);
			}
		}
	}

	private static final class Answer {

		private final List<Reply> replies = new ArrayList<>();

		private final List<String> unknown = new ArrayList<>();

		private boolean silent;

		private boolean exists;

	}

	/**
	 * What was found.
	 *
	 * @param peers the peers
	 * @param exists whether the name exists
	 */
	record Result(Set<PeerAddress> peers, boolean exists) {
	}

}
