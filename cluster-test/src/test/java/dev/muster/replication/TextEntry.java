package dev.muster.replication;

import java.nio.charset.StandardCharsets;

/**
 * An entry that says a text.
 */
final class TextEntry extends Entry {

	TextEntry(long dot, byte[] body) {
		super(dot, body);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	String text() {
		return new String(body(), StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return dot() + " " + text();
	}

}
