package dev.muster.sample;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The latest messages of the latest rooms, in memory. Bounded: the oldest message of a
 * room makes place for a new one, and the room that has been silent for longest for a new
 * room. Safe for use by many threads.
 */
final class Rooms {

	private final int maxRooms;

	private final int maxMessages;

	/**
	 * Each message with the number of its arrival; the room spoken in last stands last.
	 */
	private final Map<String, TreeMap<BoardMessage, Long>> rooms = new LinkedHashMap<>();

	private long arrivals;

	private long forgotten;

	Rooms(int maxRooms, int maxMessages) {
		this.maxRooms = maxRooms;
		this.maxMessages = maxMessages;
	}

	/**
	 * Add a message.
	 * @return whether it is new: neither here already nor older than all that a full room
	 * holds. So a second copy is not new even when the room has forgotten the first one
	 */
	synchronized boolean add(BoardMessage message) {
		TreeMap<BoardMessage, Long> messages = this.rooms.remove(message.room());
		if (messages == null) {
			messages = new TreeMap<>();
			makePlaceForARoom();
		}
		this.rooms.put(message.room(), messages);
		if (messages.containsKey(message)) {
			return false;
		}
		if (messages.size() == this.maxMessages) {
			this.forgotten++;
			if (message.compareTo(messages.firstKey()) < 0) {
				return false;
			}
			messages.pollFirstEntry();
		}
		messages.put(message, ++this.arrivals);
		return true;
	}

	private void makePlaceForARoom() {
		if (this.rooms.size() == this.maxRooms) {
			Iterator<TreeMap<BoardMessage, Long>> silent = this.rooms.values().iterator();
			this.forgotten += silent.next().size();
			silent.remove();
		}
	}

	/**
	 * Return what is known of a room.
	 * @return its messages, in their order
	 */
	synchronized List<BoardMessage> messages(String room) {
		return List.copyOf(messagesOf(room).keySet());
	}

	/**
	 * Return what arrived since an earlier call.
	 * @param last {@link Arrivals#last()} of that call, or 0 for all
	 */
	synchronized Arrivals arrivedAfter(String room, long last) {
		List<BoardMessage> messages = new ArrayList<>();
		messagesOf(room).forEach((message, arrival) -> {
			if (arrival > last) {
				messages.add(message);
			}
		});
		return new Arrivals(messages, this.arrivals);
	}

	/**
	 * Return the rooms that have messages, with how many.
	 */
	synchronized Map<String, Integer> sizes() {
		Map<String, Integer> sizes = new TreeMap<>();
		this.rooms.forEach((room, messages) -> sizes.put(room, messages.size()));
		return sizes;
	}

	/**
	 * Return how many messages had to go, or were too old to come in.
	 */
	synchronized long forgotten() {
		return this.forgotten;
	}

	private TreeMap<BoardMessage, Long> messagesOf(String room) {
		TreeMap<BoardMessage, Long> messages = this.rooms.get(room);
		return (messages != null) ? messages : new TreeMap<>();
	}

	/**
	 * Messages that arrived lately.
	 *
	 * @param messages the messages, in their order
	 * @param last number of the last arrival in any room
	 */
	record Arrivals(List<BoardMessage> messages, long last) {
	}

}
