package dev.muster.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.muster.Cluster;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.MusterException;
import dev.muster.Registration;
import dev.muster.annotation.ClusterListener;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PublishOptions;
import dev.muster.pubsub.SubscriptionOptions.From;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Who is in which room. Each node owns the list of the people who are connected to it,
 * and tells the others the whole list, numbered: at each change, when a member joins, and
 * every few seconds, in case that member did not listen yet. What a member told is
 * forgotten when it leaves.
 */
@Component
class Occupancy {

	private static final Logger logger = LoggerFactory.getLogger(Occupancy.class);

	private static final String TOPIC = "board.occupants";

	private final PubSub pubSub;

	private final Cluster cluster;

	private final ApplicationEventPublisher events;

	/** Our own: names by room, with how many browsers use each. */
	private final Map<String, Map<String, Integer>> own = new TreeMap<>();

	private final Map<MemberId, NodeOccupants> others = new HashMap<>();

	/** The same for the others to see. */
	private NodeOccupants ownSnapshot = new NodeOccupants(0, Map.of());

	Occupancy(PubSub pubSub, Cluster cluster, ApplicationEventPublisher events) {
		this.pubSub = pubSub;
		this.cluster = cluster;
		this.events = events;
	}

	/**
	 * Enter a room.
	 * @return closes to leave it
	 */
	Registration enter(String room, String name) {
		count(room, name, 1);
		return () -> count(room, name, -1);
	}

	private void count(String room, String name, int change) {
		synchronized (this) {
			Map<String, Integer> names = this.own.computeIfAbsent(room, (key) -> new TreeMap<>());
			names.merge(name, change, (before, by) -> (before + by == 0) ? null : before + by);
			if (names.isEmpty()) {
				this.own.remove(room);
			}
			Map<String, List<String>> rooms = new TreeMap<>();
			this.own.forEach((key, value) -> rooms.put(key, List.copyOf(value.keySet())));
			this.ownSnapshot = new NodeOccupants(this.ownSnapshot.version() + 1, rooms);
		}
		tell(PublishOptions.defaults().toOthers());
		this.events.publishEvent(new BoardChangedEvent());
	}

	@EventListener
	void joined(MemberJoinedEvent event) {
		if (!event.member().equals(this.cluster.self())) {
			tell(PublishOptions.defaults().to(event.member().id()));
		}
	}

	@Scheduled(initialDelay = 2000, fixedDelay = 2000)
	void refresh() {
		tell(PublishOptions.defaults().toOthers());
	}

	private void tell(PublishOptions options) {
		try {
			this.pubSub.publish(TOPIC, snapshot(), options);
		}
		catch (MusterException ex) {
			logger.debug("Cannot tell who is here now", ex); // the next refresh will
		}
	}

	private synchronized NodeOccupants snapshot() {
		return this.ownSnapshot;
	}

	@ClusterListener(topics = TOPIC, from = From.OTHERS)
	void told(NodeOccupants occupants, Member sender) {
		synchronized (this) {
			NodeOccupants before = this.others.get(sender.id());
			// What a member told may be handled after it has left
			if (!this.cluster.view().contains(sender.id())
					|| (before != null && before.version() >= occupants.version())) {
				return;
			}
			this.others.put(sender.id(), occupants);
		}
		this.events.publishEvent(new BoardChangedEvent());
	}

	@EventListener
	void left(MemberLeftEvent event) {
		synchronized (this) {
			this.others.remove(event.member().id());
		}
		this.events.publishEvent(new BoardChangedEvent());
	}

	/**
	 * Return who is in a room, on all nodes, by name.
	 */
	List<Occupant> occupants(String room) {
		List<Occupant> occupants = new ArrayList<>();
		synchronized (this) {
			Member self = this.cluster.self();
			for (Member member : this.cluster.view().members()) {
				NodeOccupants node = member.equals(self) ? this.ownSnapshot : this.others.get(member.id());
				if (node != null) {
					node.in(room).forEach((name) -> occupants.add(new Occupant(name, member.name())));
				}
			}
		}
		occupants.sort(Comparator.comparing(Occupant::name, String.CASE_INSENSITIVE_ORDER)
			.thenComparing(Occupant::name)
			.thenComparing(Occupant::node));
		return occupants;
	}

	/**
	 * Return the rooms that have occupants.
	 */
	synchronized TreeSet<String> rooms() {
		TreeSet<String> rooms = new TreeSet<>(this.own.keySet());
		this.others.values().forEach((node) -> rooms.addAll(node.rooms().keySet()));
		return rooms;
	}

}
