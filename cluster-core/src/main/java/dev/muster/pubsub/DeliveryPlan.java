package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * Who gets one message, where there are groups.
 *
 * @param own the subscriptions of this member
 * @param plain the other members that get it for subscriptions without a group, and for
 * no other
 * @param targets the other members that were chosen of groups
 */
record DeliveryPlan(List<LocalSubscription> own, List<Peer> plain, Map<Peer, Target> targets) {

	/**
	 * Choose.
	 * @param route where messages of the topic go
	 * @param options the scope and the key
	 * @param self this member
	 * @param own the subscriptions without a group that are in the scope
	 * @param peers the other members in the scope that have such
	 */
	static DeliveryPlan of(Route route, PublishOptions options, Member self, LocalSubscription[] own, Peer[] peers) {
		List<LocalSubscription> subscriptions = new ArrayList<>(List.of(own));
		List<Peer> plain = new ArrayList<>(List.of(peers));
		Map<Peer, Target> targets = new LinkedHashMap<>();
		String key = options.key();
		for (RouteGroup group : route.groups()) {
			GroupChoice.Candidate chosen = GroupChoice.member(group, options, self);
			Peer peer = (chosen != null) ? chosen.peer() : null;
			if (peer != null) {
				targets.computeIfAbsent(peer, (added) -> new Target(plain.remove(added), new ArrayList<>()))
					.groups()
					.add(group.name());
			}
			else if (chosen != null) {
				subscriptions.add(GroupChoice.subscription(group, group.own(), key != null, hash(key)));
			}
		}
		return new DeliveryPlan(subscriptions, plain, targets);
	}

	/**
	 * Make the envelope for a member that was chosen of groups.
	 * @param type the frame's type
	 * @param id the number that its answer has to have, or 0
	 */
	static Envelope envelope(int type, long id, Target target, @Nullable String key) {
		return new Envelope(type, target.plain(), key != null, hash(key), id, 0, target.groups());
	}

	private static long hash(@Nullable String key) {
		return (key != null) ? KeyHash.of(key) : 0;
	}

	/**
	 * For whom a member gets the message.
	 *
	 * @param plain whether for subscriptions without a group, too
	 * @param groups of which groups it was chosen
	 */
	record Target(boolean plain, List<String> groups) {
	}

}
