package dev.muster.sample;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.MusterException;
import dev.muster.annotation.ClusterListener;
import dev.muster.autoconfigure.event.ViewsMergedEvent;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PublishOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Fetches the recent messages that this node missed: from the oldest other member after
 * the start, from one member of each other part after a split. The bus delivers to who
 * listens, and does not repeat what was said before; a member may also depart while it
 * answers. So we ask until there is an answer.
 */
@Component
class HistoryTransfer {

	private static final Logger logger = LoggerFactory.getLogger(HistoryTransfer.class);

	private static final String REQUEST = "board.history.request";

	private static final String ANSWER = "board.history.answer";

	private final Board board;

	private final PubSub pubSub;

	private final Cluster cluster;

	/** The members that owe us an answer. */
	private final Set<MemberId> asked = ConcurrentHashMap.newKeySet();

	/** The members whose answer has begun. */
	private final Set<MemberId> answering = ConcurrentHashMap.newKeySet();

	private volatile boolean complete;

	HistoryTransfer(Board board, PubSub pubSub, Cluster cluster) {
		this.board = board;
		this.pubSub = pubSub;
		this.cluster = cluster;
	}

	@EventListener
	void partsMerged(ViewsMergedEvent event) {
		MemberId self = this.cluster.self().id();
		for (ClusterView part : event.parts()) {
			if (!part.contains(self)) {
				this.asked.add(part.coordinator().id());
			}
		}
		ask();
	}

	@EventListener(ApplicationReadyEvent.class)
	@Scheduled(initialDelay = 1000, fixedDelay = 1000)
	void ask() {
		try {
			ClusterView view = this.cluster.view();
			this.asked.removeIf((id) -> !view.contains(id));
			this.answering.removeIf((id) -> !view.contains(id));
			if (!this.complete && this.asked.isEmpty()) {
				oldestOther(view);
			}
			for (MemberId member : this.asked) {
				this.pubSub.publish(REQUEST, "", PublishOptions.defaults().to(member));
			}
		}
		catch (MusterException ex) {
			logger.debug("Cannot ask for history now", ex); // a second later, then
		}
	}

	private void oldestOther(ClusterView view) {
		Member self = this.cluster.self();
		view.members()
			.stream()
			.filter((member) -> !member.equals(self))
			.findFirst()
			.ifPresent((member) -> this.asked.add(member.id()));
	}

	@ClusterListener(REQUEST)
	void requested(Member sender) {
		PublishOptions toSender = PublishOptions.defaults().to(sender.id());
		this.pubSub.publish(ANSWER, new History(Part.BEGIN, List.of()), toSender);
		Rooms rooms = this.board.rooms();
		for (String room : rooms.sizes().keySet()) {
			this.pubSub.publish(ANSWER, new History(Part.ROOM, rooms.messages(room)), toSender);
		}
		this.pubSub.publish(ANSWER, new History(Part.END, List.of()), toSender);
	}

	@ClusterListener(ANSWER)
	void answered(History history, Member sender) {
		switch (history.part()) {
			case BEGIN -> this.answering.add(sender.id());
			case ROOM -> this.board.addAll(history.messages());
			case END -> {
				// Who was asked early may not know yet that we listen, until midway
				if (this.answering.remove(sender.id())) {
					this.complete = true;
					this.asked.remove(sender.id());
				}
			}
		}
	}

	/**
	 * What a part of an answer is. They arrive in their order, and none is missing behind
	 * one that arrived: an answer that had its beginning is whole at its end.
	 */
	enum Part {

		BEGIN, ROOM, END

	}

	/**
	 * A part of an answer: the messages of one room, which fit into one message of the
	 * bus.
	 *
	 * @param part which part
	 * @param messages the messages; none at the beginning and at the end
	 */
	record History(Part part, List<BoardMessage> messages) {

		History {
			messages = List.copyOf(messages);
		}

	}

}
