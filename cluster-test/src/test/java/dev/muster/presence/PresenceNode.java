package dev.muster.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import dev.muster.codec.PayloadCodecs;
import dev.muster.replication.ReplicationSettings;
import dev.muster.test.simulation.SimulatedTransport;
import dev.muster.test.simulation.Simulation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node with presence, whose users come and go as chance has it, with a model of what is
 * its own.
 */
final class PresenceNode {

	static final List<String> TOPICS = List.of("a.x", "a.y", "b.x", "b.y", "c");

	private static final List<String> PATTERNS = List.of("a.x", "a.*", "*.x", "**", "c");

	private final SimulatedTransport transport;

	private final RandomGenerator random;

	private final DefaultPresence presence;

	private final List<PresenceSession> sessions = new ArrayList<>();

	/** What is tracked: key and metadata by ref, of each session. */
	private final Map<PresenceSession, Map<PresenceRef, String[]>> model = new LinkedHashMap<>();

	private final Map<String, History> histories = new HashMap<>();

	PresenceNode(SimulatedTransport transport, Simulation simulation, PresenceSettings settings) {
		this.transport = transport;
		this.random = transport.process().random();
		ReplicationSettings replication = ReplicationSettings.defaults()
			.withLog(this.random.nextInt(2000), this.random.nextInt(100))
			.withMaxFrame(256 + this.random.nextInt(500))
			.withRetention(Duration.ofMillis(this.random.nextInt(60_000)), this.random.nextInt(50));
		this.presence = new DefaultPresence(transport, new PayloadCodecs(null), settings, replication,
				transport.process().executor(Duration.ofMillis(this.random.nextBoolean() ? 1 : 300)),
				transport.process().clock(), simulation::nanoTime);
	}

	DefaultPresence presence() {
		return this.presence;
	}

	void act() {
		if (this.sessions.size() < 3 && chance(0.4)) {
			PresenceSession session = this.presence.open();
			this.sessions.add(session);
			this.model.put(session, new LinkedHashMap<>());
		}
		for (int i = this.random.nextInt(6); i > 0 && !this.sessions.isEmpty(); i--) {
			change(this.sessions.get(this.random.nextInt(this.sessions.size())));
		}
		if (!this.sessions.isEmpty() && chance(0.05)) {
			PresenceSession closed = this.sessions.remove(this.random.nextInt(this.sessions.size()));
			closed.close();
			this.model.remove(closed);
		}
		if (this.histories.size() < 3 && chance(0.2)) {
			subscribe(PATTERNS.get(this.random.nextInt(PATTERNS.size())));
		}
		verifyOwn();
	}

	void subscribe(String pattern) {
		if (!this.histories.containsKey(pattern)) {
			History history = new History(this + " " + pattern);
			this.histories.put(pattern, history);
			this.presence.subscribe(pattern, PresenceOptions.defaults().queueCapacity(1 + this.random.nextInt(4)),
					history);
		}
	}

	private void change(PresenceSession session) {
		Map<PresenceRef, String[]> entries = this.model.getOrDefault(session, new HashMap<>());
		double what = this.random.nextDouble();
		if (entries.isEmpty() || what < 0.5) {
			List<NewPresence> added = new ArrayList<>();
			for (int i = chance(0.1) ? this.random.nextInt(20) : 0; i >= 0; i--) {
				added.add(new NewPresence(TOPICS.get(this.random.nextInt(TOPICS.size())),
						"user-" + this.random.nextInt(30), text()));
			}
			List<PresenceRef> refs = session.trackAll(added);
			for (int i = 0; i < refs.size(); i++) {
				NewPresence entry = added.get(i);
				entries.put(refs.get(i), new String[] { entry.topic(), entry.key(), (String) entry.meta() });
			}
			return;
		}
		PresenceRef ref = List.copyOf(entries.keySet()).get(this.random.nextInt(entries.size()));
		if (what < 0.75) {
			String meta = text();
			session.update(ref, meta);
			entries.computeIfPresent(ref, (key, parts) -> new String[] { parts[0], parts[1], meta });
		}
		else {
			session.untrack(ref);
			entries.remove(ref);
		}
	}

	private String text() {
		return "m".repeat(this.random.nextInt(20)) + this.random.nextInt(1000);
	}

	/**
	 * Return what is its own by the model.
	 */
	Map<PresenceRef, String> expected() {
		Map<PresenceRef, String> expected = new HashMap<>();
		this.model.values()
			.forEach((entries) -> entries.forEach((ref, parts) -> expected.put(ref, String.join("|", parts))));
		return expected;
	}

	/**
	 * Return what it shows.
	 */
	Map<PresenceRef, String> shown() {
		Map<PresenceRef, String> shown = new HashMap<>();
		for (String topic : TOPICS) {
			List<PresenceEntry> entries = this.presence.list(topic);
			assertThat(this.presence.count(topic)).as("count of %s at %s", topic, this).isEqualTo(entries.size());
			for (PresenceEntry entry : entries) {
				assertThat(shown.put(entry.ref(), entry.topic() + "|" + entry.key() + "|" + entry.meta(String.class)))
					.as("the entry twice %s", entry)
					.isNull();
				assertThat(this.presence.get(topic, entry.key())).contains(entry);
			}
		}
		return shown;
	}

	private void verifyOwn() {
		assertThat(shown()).as("own entries of %s", this).containsAllEntriesOf(expected());
	}

	void verifyLawful() {
		this.histories.forEach((pattern, history) -> assertThat(history.problems()).isEmpty());
	}

	/**
	 * Check what must hold once all is calm.
	 */
	void verifyCalm(Map<PresenceRef, String> expected) {
		assertThat(shown()).as("entries that %s shows", this).isEqualTo(expected);
		this.histories.forEach((pattern, history) -> assertThat(history.state()).as("told to %s at %s", pattern, this)
			.containsExactlyInAnyOrderElementsOf(History.expected(this.presence, pattern)));
		assertThat(this.presence.statistics().malformed()).isZero();
		assertThat(this.presence.statistics().listenerFailures()).isZero();
		assertThat(this.presence.replication().listenerFailures()).isZero();
	}

	private boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	@Override
	public String toString() {
		return this.transport.toString();
	}

}
