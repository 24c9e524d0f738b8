package dev.muster.discovery.dns;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a strategy counts.
 */
enum DnsEvent {

	/** Questions that were sent to a server. */
	QUERIES,

	/** Those of them that were sent by TCP, as the answer did not fit a datagram. */
	TCP_QUERIES,

	/** Questions that a server did not answer in time. */
	TIMEOUTS,

	/** Questions that could not be sent, or whose connection broke. */
	UNREACHABLE,

	/** What a server sent that is no answer to the question. */
	MALFORMED,

	/** Answers with an error code, such as SERVFAIL and REFUSED. */
	ERROR_CODES,

	/** Answers that the name does not exist. */
	NO_SUCH_NAME,

	/** Answers that the name has no records of the kind asked for. */
	NO_DATA,

	/** Hosts of services whose address is not known. */
	UNRESOLVED_HOSTS,

	/** Records with an address or a port that nobody can have. */
	UNUSABLE,

	/** Records beyond the limit. */
	OVER_LIMIT;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Counts. Safe for use by many threads.
	 */
	static final class Counts {

		private final Map<DnsEvent, LongAdder> adders = new EnumMap<>(DnsEvent.class);

		Counts() {
			for (DnsEvent event : values()) {
				this.adders.put(event, new LongAdder());
			}
		}

		void add(DnsEvent event) {
			add(event, 1);
		}

		void add(DnsEvent event, long count) {
			adder(event).add(count);
		}

		long get(DnsEvent event) {
			return adder(event).sum();
		}

		private LongAdder adder(DnsEvent event) {
			LongAdder adder = this.adders.get(event);
			if (adder == null) {
				throw new IllegalStateException("All are made in the constructor");
			}
			return adder;
		}

		Map<String, Long> byLabel() {
			Map<String, Long> result = new TreeMap<>();
			this.adders.forEach((event, adder) -> result.put(event.label(), adder.sum()));
			return result;
		}

	}

}
