package dev.muster.pubsub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.muster.topic.TopicSyntax;
import org.jspecify.annotations.Nullable;

/**
 * Routes by topic, bounded: of the topics used since the last time it was full, and of
 * some before. Reading is safe for many threads, changing is for one at a time.
 */
final class RouteCache {

	private final int generationSize;

	private volatile Map<String, Route> young = new ConcurrentHashMap<>();

	private Map<String, Route> old = new ConcurrentHashMap<>();

	RouteCache(int generationSize) {
		this.generationSize = generationSize;
	}

	/**
	 * Find a route that was used lately. Others may still be there for
	 * {@link #findOld(String)}.
	 */
	@Nullable Route find(String topic) {
		return this.young.get(topic);
	}

	@Nullable Route findOld(String topic) {
		return this.old.get(topic);
	}

	void put(Route route) {
		if (this.young.size() >= this.generationSize) {
			this.old = this.young;
			this.young = new ConcurrentHashMap<>();
		}
		this.young.put(route.topic(), route);
	}

	/**
	 * Forget what a new or gone subscription to a pattern makes wrong.
	 */
	void evict(String pattern) {
		if (TopicSyntax.hasWildcard(pattern)) {
			clear();
		}
		else {
			this.young.remove(pattern);
			this.old.remove(pattern);
		}
	}

	void clear() {
		this.young = new ConcurrentHashMap<>();
		this.old = new ConcurrentHashMap<>();
	}

	int size() {
		return this.young.size() + this.old.size();
	}

}
