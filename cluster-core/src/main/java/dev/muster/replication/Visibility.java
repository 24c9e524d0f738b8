package dev.muster.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Who waits for others to know operations of this member, by their numbers. For one
 * thread at a time.
 */
final class Visibility {

	private final TreeMap<Long, CompletableFuture<@Nullable Void>> waiting = new TreeMap<>();

	CompletableFuture<@Nullable Void> await(long version, long confirmed) {
		if (version <= confirmed) {
			return CompletableFuture.completedFuture(null);
		}
		return this.waiting.computeIfAbsent(version, (key) -> new CompletableFuture<>()).copy();
	}

	/**
	 * Take out those whose waiting is over.
	 */
	List<CompletableFuture<@Nullable Void>> take(long confirmed) {
		if (this.waiting.isEmpty() || this.waiting.firstKey() > confirmed) {
			return List.of();
		}
		var over = this.waiting.headMap(confirmed, true);
		List<CompletableFuture<@Nullable Void>> futures = new ArrayList<>(over.values());
		over.clear();
		return futures;
	}

	List<CompletableFuture<@Nullable Void>> takeAll() {
		List<CompletableFuture<@Nullable Void>> futures = new ArrayList<>(this.waiting.values());
		this.waiting.clear();
		return futures;
	}

}
