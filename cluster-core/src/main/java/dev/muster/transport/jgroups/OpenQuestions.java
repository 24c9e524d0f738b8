package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which address was asked under which token: a node may answer from another address than
 * the one it was asked at. Bounded: the oldest question is given up. Not thread-safe.
 */
final class OpenQuestions {

	static final int CAPACITY = 4096;

	private final Map<Integer, InetSocketAddress> asked = new LinkedHashMap<>();

	private int lastToken;

	int ask(InetSocketAddress address) {
		int token = ++this.lastToken;
		this.asked.put(token, address);
		if (this.asked.size() > CAPACITY) {
			this.asked.remove(this.asked.keySet().iterator().next());
		}
		return token;
	}

	/** Return who was asked, or {@code null} if nobody was, or too long ago. */
	@Nullable InetSocketAddress askedUnder(int token) {
		return this.asked.get(token);
	}

	/** Return the same, once. */
	@Nullable InetSocketAddress answered(int token) {
		return this.asked.remove(token);
	}

}
