package dev.muster.benchmarks.traffic;

/**
 * What went wrong, at all receivers together.
 *
 * @param lost messages that did not arrive
 * @param duplicated messages that arrived again
 * @param reordered messages that arrived after a later one of their topic
 * @param corrupted messages that are not what was sent, or went elsewhere
 */
record Problems(long lost, long duplicated, long reordered, long corrupted) {

	static final String COLUMN = "lost / dup / reordered / corrupted";

	static final Problems NONE = new Problems(0, 0, 0, 0);

	Problems plus(Problems other) {
		return new Problems(this.lost + other.lost, this.duplicated + other.duplicated,
				this.reordered + other.reordered, this.corrupted + other.corrupted);
	}

	@Override
	public String toString() {
		return this.lost + " / " + this.duplicated + " / " + this.reordered + " / " + this.corrupted;
	}

}
