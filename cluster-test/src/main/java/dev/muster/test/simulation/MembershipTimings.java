package dev.muster.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How fast simulated nodes notice what happens. Immutable.
 *
 * @param tick how often a node looks who is silent, and repeats what was not answered
 * @param detection how long a member must be silent to be suspected
 * @param detectionJitter how much longer it takes, drawn anew by each observer for each
 * member
 * @param probeWait how long answers are collected from the nodes that there are
 * @param joinRetry how long a joining node waits for its first view before it asks again
 * @param mergeInterval how often a coordinator looks for nodes with other views; up to
 * twice as long, by chance
 * @param leaveTimeout how long a stopping node waits for the others to hear its goodbye
 * @param tellDelay how long it takes to tell view listeners, at the most
 */
public record MembershipTimings(Duration tick, Duration detection, Duration detectionJitter, Duration probeWait,
		Duration joinRetry, Duration mergeInterval, Duration leaveTimeout, Duration tellDelay) {

	/**
	 * Return the defaults, which suit links of {@link LinkConditions#good()}.
	 * @return the timings
	 */
	public static MembershipTimings defaults() {
		return new MembershipTimings(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(1),
				Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(1),
				Duration.ofMillis(2));
	}

	/**
	 * Detect failures faster or slower.
	 * @param detection how long a member must be silent to be suspected
	 * @param detectionJitter how much longer it takes, by chance
	 * @return the timings
	 */
	public MembershipTimings withDetection(Duration detection, Duration detectionJitter) {
		return new MembershipTimings(this.tick, detection, detectionJitter, this.probeWait, this.joinRetry,
				this.mergeInterval, this.leaveTimeout, this.tellDelay);
	}

	/**
	 * Let view listeners hear late.
	 * @param tellDelay how long it takes to tell them, at the most
	 * @return the timings
	 */
	public MembershipTimings withTellDelay(Duration tellDelay) {
		return new MembershipTimings(this.tick, this.detection, this.detectionJitter, this.probeWait, this.joinRetry,
				this.mergeInterval, this.leaveTimeout, tellDelay);
	}

	/**
	 * Draw timings of a random history: slow or fast to detect failures and to tell
	 * views.
	 * @param random the source of chance
	 * @return the timings
	 */
	public static MembershipTimings random(RandomGenerator random) {
		List<Duration> detections = List.of(Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofSeconds(5));
		List<Duration> delays = List.of(Duration.ofMillis(2), Duration.ofMillis(200), Duration.ofSeconds(2));
		Duration detection = detections.get(random.nextInt(detections.size()));
		return defaults().withDetection(detection, detection.dividedBy(2))
			.withTellDelay(delays.get(random.nextInt(delays.size())));
	}

	/**
	 * Suit slow links.
	 * @param roundTrip how long a packet and its answer take, at the most
	 * @return the timings
	 */
	public MembershipTimings withRoundTrip(Duration roundTrip) {
		return new MembershipTimings(this.tick, this.detection, this.detectionJitter, roundTrip,
				roundTrip.multipliedBy(2), this.mergeInterval, this.leaveTimeout, this.tellDelay);
	}

}
