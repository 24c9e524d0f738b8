package dev.muster.benchmarks.link;

import dev.muster.ClusterNode;
import dev.muster.presence.PresenceSession;
import dev.muster.transport.TransportSecurity;

/**
 * Muster's presence with its defaults.
 */
final class BusPresence implements PresencePeer {

	/** Who has this many gets another session, since there is a limit for each. */
	private static final int PER_SESSION = 1000;

	private final ClusterNode node;

	private PresenceSession session;

	private long tracked;

	BusPresence(Setup setup) {
		this.node = BusNode.create(setup, TransportSecurity.NONE, null);
		this.session = this.node.presence().open();
	}

	@Override
	public void start(Joins joins) {
		this.node.presence()
			.subscribe("**", (diff) -> diff.joins().forEach((entry) -> joins.joined(entry.meta(byte[].class))));
		this.node.start();
	}

	@Override
	public boolean isFormed() {
		return this.node.cluster().view().members().size() == Setup.PROCESSES;
	}

	@Override
	public void track(String topic, String key, byte[] meta) {
		if (++this.tracked % PER_SESSION == 0) {
			this.session = this.node.presence().open();
		}
		this.session.track(topic, key, meta);
	}

	@Override
	public int count(String topic) {
		return this.node.presence().count(topic);
	}

	@Override
	public void close() {
		this.node.close();
	}

}
