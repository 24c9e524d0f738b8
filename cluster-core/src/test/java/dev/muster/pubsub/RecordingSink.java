package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes down what it is given.
 */
class RecordingSink implements FrameSink {

	private final List<String> events = new ArrayList<>();

	List<String> events() {
		return this.events;
	}

	@Override
	public void message(String topic, int codec, long sentAt, Map<String, String> headers, byte[] batch, int offset,
			int length) {
		this.events.add("message " + topic + " " + codec + " " + sentAt + " " + new TreeMap<>(headers) + " "
				+ HexFormat.of().formatHex(Arrays.copyOfRange(batch, offset, offset + length)));
	}

	@Override
	public void enveloped(Envelope envelope, String topic, int codec, long sentAt, Map<String, String> headers,
			byte[] batch, int offset, int length) {
		this.events.add(envelope.toString());
		message(topic, codec, sentAt, headers, batch, offset, length);
	}

	@Override
	public void answer(long id, Answer answer) {
		this.events.add("answer " + id + " " + ((answer instanceof Answer.Value value)
				? value.codec() + " " + HexFormat.of().formatHex(value.bytes()) : answer));
	}

	@Override
	public void cancel(long id) {
		this.events.add("cancel " + id);
	}

	@Override
	public void stream(long epoch, long first, long ahead) {
		this.events.add("stream " + epoch + " " + first + " " + ahead);
	}

	@Override
	public boolean streamOf(long receiver, long epoch, long first) {
		this.events.add("stream of " + receiver + " " + epoch + " " + first);
		return receiver == 1;
	}

	@Override
	public boolean numbered() {
		this.events.add("numbered");
		return true;
	}

	@Override
	public void skipped(String problem) {
		this.events.add("skipped: " + problem);
	}

}
