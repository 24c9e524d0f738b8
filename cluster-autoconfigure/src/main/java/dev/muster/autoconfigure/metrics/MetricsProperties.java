package dev.muster.autoconfigure.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties below {@code muster.metrics}.
 */
@ConfigurationProperties("muster.metrics")
public class MetricsProperties {

	/**
	 * Number of peers with meters of their own, tagged 'peer'; 0 for none.
	 */
	private int maxPeers = 100;

	/**
	 * Number of subscriptions with meters of their own, tagged 'subscription'; all others
	 * share the tag 'other'.
	 */
	private int maxSubscriptions = 100;

	public int getMaxPeers() {
		return this.maxPeers;
	}

	public void setMaxPeers(int maxPeers) {
		this.maxPeers = maxPeers;
	}

	public int getMaxSubscriptions() {
		return this.maxSubscriptions;
	}

	public void setMaxSubscriptions(int maxSubscriptions) {
		this.maxSubscriptions = maxSubscriptions;
	}

}
