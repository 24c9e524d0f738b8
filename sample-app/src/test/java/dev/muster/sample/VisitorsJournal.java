package dev.muster.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@link BoardVisitors} wrote: what they posted, and what each node showed them of
 * it. Safe for use by several threads.
 */
final class VisitorsJournal {

	private final JsonMapper json = JsonMapper.shared();

	private final Map<String, List<Posted>> posted = new HashMap<>();

	/** By the node that showed them, then by the one where they were posted. */
	private final Map<String, Map<String, List<Shown>>> shown = new HashMap<>();

	private final Map<String, View> views = new HashMap<>();

	private final Map<String, PresentPeople> people = new HashMap<>();

	private final List<String> others = new ArrayList<>();

	synchronized void add(String line) {
		String[] words = line.split(" ", 4);
		switch ((words.length > 2) ? words[1] : "") {
			case "posted" -> posted(Long.parseLong(words[0]), words[2], words[3].split(" "));
			case "message" -> shown(Long.parseLong(words[0]), words[2], line.substring(line.indexOf('{')));
			case "presence-state", "presence-diff" ->
				this.people.computeIfAbsent(words[2], (name) -> new PresentPeople()).event(words[1], words[3]);
			case "cluster" -> cluster(Long.parseLong(words[0]), words[2], line.substring(line.indexOf('{')));
			default -> this.others.add(line);
		}
	}

	private void posted(long nanos, String node, String[] words) {
		this.posted.computeIfAbsent(node, (name) -> new ArrayList<>())
			.add(new Posted(nanos, Integer.parseInt(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2])));
	}

	private void shown(long nanos, String node, String data) {
		BoardMessage message = this.json.readValue(data, BoardMessage.class);
		this.shown.computeIfAbsent(node, (name) -> new HashMap<>())
			.computeIfAbsent(message.author(), (name) -> new ArrayList<>())
			.add(new Shown(nanos, Integer.parseInt(message.text())));
	}

	private void cluster(long nanos, String node, String data) {
		ClusterStatus status = this.json.readValue(data, ClusterStatus.class);
		View before = this.views.get(node);
		this.views.put(node,
				new View((before == null || before.status().view() != status.view()) ? nanos : before.nanos(), status));
	}

	/** Return what was posted on a node, in that order. */
	synchronized List<Posted> posted(String node) {
		return List.copyOf(this.posted.getOrDefault(node, List.of()));
	}

	/** Return what a node showed of what was posted on another, in the order shown. */
	synchronized List<Shown> shown(String on, String from) {
		return List.copyOf(this.shown.getOrDefault(on, Map.of()).getOrDefault(from, List.of()));
	}

	/** Return how a node saw the cluster last. */
	synchronized @Nullable View view(String node) {
		return this.views.get(node);
	}

	/** Return who was in the first room last, as a node showed it. */
	synchronized List<String> people(String node) {
		PresentPeople shown = this.people.get(node);
		return (shown != null) ? shown.names() : List.of();
	}

	/** Return what else they said: complaints, and that they are done. */
	synchronized List<String> others() {
		return List.copyOf(this.others);
	}

	/**
	 * A message that was posted.
	 *
	 * @param nanos when the call began
	 * @param number its number, of those posted on the same node
	 * @param status what the node answered, 0 if nothing
	 * @param millis how long the call took
	 */
	record Posted(long nanos, int number, int status, long millis) {
	}

	/**
	 * A message that was shown.
	 *
	 * @param nanos when
	 * @param number its number
	 */
	record Shown(long nanos, int number) {
	}

	/**
	 * The cluster as a node saw it.
	 *
	 * @param nanos when it first showed this view
	 * @param status the cluster
	 */
	record View(long nanos, ClusterStatus status) {

		List<String> names() {
			return this.status.members().stream().map(ClusterStatus.MemberStatus::name).sorted().toList();
		}

		String coordinator() {
			return this.status.members()
				.stream()
				.filter(ClusterStatus.MemberStatus::coordinator)
				.map(ClusterStatus.MemberStatus::name)
				.findFirst()
				.orElse("");
		}

	}

}
