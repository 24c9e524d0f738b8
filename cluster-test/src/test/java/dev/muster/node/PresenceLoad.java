package dev.muster.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.muster.presence.History;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceEntry;
import dev.muster.presence.PresenceRef;

/**
 * Users of a node, who come and go: {@code track COUNT}, {@code stir} until {@code calm},
 * {@code presence} to tell what there is.
 */
final class PresenceLoad {

	private static final int TOPICS = 500;

	private final Presence presence;

	private final Consumer<String> say;

	private final Random random = new Random(1);

	private final Deque<PresenceRef> own = new ArrayDeque<>();

	private final History history = new History("the listener");

	private volatile Thread stirring = new Thread(() -> {
	});

	private volatile boolean calm = true;

	PresenceLoad(Presence presence, Consumer<String> say) {
		this.presence = presence;
		this.say = say;
		presence.subscribe("**", this.history);
	}

	void obey(String[] words) {
		switch (words[0]) {
			case "track" -> track(Integer.parseInt(words[1]));
			case "stir" -> stir();
			case "calm" -> calm();
			default -> tell();
		}
	}

	private void track(int count) {
		for (int i = 0; i < count; i++) {
			this.own.add(this.presence.track("room:" + this.random.nextInt(TOPICS), "user-" + this.random.nextInt(1000),
					"meta " + this.random.nextInt(1000)));
		}
	}

	private void stir() {
		this.calm = false;
		this.stirring = new Thread(() -> {
			while (!this.calm) {
				track(2);
				this.presence.untrack(this.own.remove());
				this.presence.untrack(this.own.remove());
				this.presence.update(this.own.element(), "updated " + this.random.nextInt(1000));
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
			}
		});
		this.stirring.start();
	}

	private void calm() {
		this.calm = true;
		try {
			this.stirring.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.say.accept("calmed");
	}

	private void tell() {
		int count = 0;
		long hash = 0;
		for (String topic : this.presence.topics()) {
			List<PresenceEntry> entries = this.presence.list(topic);
			count += entries.size();
			hash += hash(entries);
		}
		List<PresenceEntry> told = this.history.entries();
		this.say.accept("presence count=" + count + " hash=" + hash + " told=" + told.size() + " toldHash=" + hash(told)
				+ " problems=" + this.history.problems().size());
	}

	private static long hash(List<PresenceEntry> entries) {
		return entries.stream()
			.mapToLong((entry) -> (entry.ref() + entry.topic() + entry.key() + entry.meta(String.class)).hashCode())
			.sum();
	}

}
