package dev.muster.benchmarks.peers;

import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.benchmarks.link.PresencePeer;
import dev.muster.benchmarks.link.Setup;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORMultiMap;
import org.apache.pekko.cluster.ddata.ORMultiMapKey;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/**
 * Pekko's distributed data: entries of a topic under that topic, in maps of sets. There
 * are 128 maps, with larger frames and fewer deltas at once than by default: else what it
 * sends is larger than a frame, and dropped. Its serializers know texts, not bytes.
 */
public final class PekkoPresence implements PresencePeer {

	private static final int MAPS = 128;

	private static final char SEPARATOR = 0;

	private final ActorSystem system;

	private final ActorRef replicator;

	private final SelfUniqueAddress self;

	/** How many entries of a topic have been seen. */
	private final Map<String, Integer> counts = new ConcurrentHashMap<>();

	/**
	 * Join.
	 * @param setup the set-up
	 */
	public PekkoPresence(Setup setup) {
		this.system = PekkoSystem.create(setup, """
				pekko.remote.artery.advanced.maximum-frame-size = 4 MiB
				pekko.cluster.distributed-data.max-delta-elements = 20
				""");
		this.replicator = DistributedData.get(this.system).replicator();
		this.self = DistributedData.get(this.system).selfUniqueAddress();
	}

	@Override
	public void start(Joins joins) {
		this.system.actorOf(Props.create(Subscriber.class, () -> new Subscriber(this.replicator, joins, this.counts)));
	}

	@Override
	public boolean isFormed() {
		return PekkoSystem.isFormed(this.system);
	}

	@Override
	public void track(String topic, String key, byte[] meta) {
		String entry = key + SEPARATOR + Base64.getEncoder().encodeToString(meta);
		this.replicator.tell(new Replicator.Update<>(key(Math.floorMod(topic.hashCode(), MAPS)),
				ORMultiMap.<String, String>emptyWithValueDeltas(), Replicator.writeLocal(),
				(map) -> map.addBinding(this.self, topic, entry)), ActorRef.noSender());
	}

	private static Key<ORMultiMap<String, String>> key(int map) {
		return ORMultiMapKey.create("presence-" + map);
	}

	@Override
	public int count(String topic) {
		return this.counts.getOrDefault(topic, 0);
	}

	@Override
	public void close() {
		this.system.terminate();
	}

	/** Is given a whole map when something in it changed, and finds what is new. */
	private static final class Subscriber extends AbstractActor {

		private final Joins joins;

		private final Map<String, Integer> counts;

		private final Map<String, Set<String>> known = new HashMap<>();

		Subscriber(ActorRef replicator, Joins joins, Map<String, Integer> counts) {
			this.joins = joins;
			this.counts = counts;
			for (int i = 0; i < MAPS; i++) {
				replicator.tell(new Replicator.Subscribe<>(key(i), getSelf()), getSelf());
			}
		}

		@Override
		@SuppressWarnings("unchecked")
		public Receive createReceive() {
			return receiveBuilder()
				.match(Replicator.Changed.class,
						(changed) -> changed(((ORMultiMap<String, String>) changed.dataValue()).getEntries()))
				.build();
		}

		private void changed(Map<String, Set<String>> map) {
			map.forEach((topic, entries) -> {
				Set<String> before = this.known.computeIfAbsent(topic, (key) -> new HashSet<>());
				if (before.size() == entries.size()) {
					return; // nobody leaves here
				}
				this.counts.put(topic, entries.size());
				for (String entry : entries) {
					if (before.add(entry)) {
						this.joins.joined(Base64.getDecoder().decode(entry.substring(entry.indexOf(SEPARATOR) + 1)));
					}
				}
			});
		}

	}

}
