package dev.muster.node;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryStrategy;
import dev.muster.discovery.PeerAddress;

/**
 * Another strategy, which says when this node is registered, and how many are listed
 * whenever that changes.
 */
final class ReportingStrategy implements DiscoveryStrategy {

	private final DiscoveryStrategy strategy;

	private final Consumer<String> report;

	private int listed = -1;

	ReportingStrategy(DiscoveryStrategy strategy, Consumer<String> report) {
		this.strategy = strategy;
		this.report = report;
	}

	@Override
	public String name() {
		return this.strategy.name();
	}

	@Override
	public boolean listsSelf() {
		return this.strategy.listsSelf();
	}

	@Override
	public void start(DiscoveryContext context) {
		this.strategy.start(context);
	}

	@Override
	public void register(PeerAddress self) {
		this.strategy.register(self);
		this.report.accept("registered");
	}

	@Override
	public Set<PeerAddress> discover() {
		Set<PeerAddress> answer;
		try {
			answer = this.strategy.discover();
		}
		catch (RuntimeException ex) {
			report(0);
			throw ex;
		}
		report(answer.size());
		return answer;
	}

	private void report(int count) {
		if (this.listed != count) {
			this.listed = count;
			this.report.accept("listed " + count);
		}
	}

	@Override
	public void deregister() {
		this.strategy.deregister();
		this.report.accept("deregistered");
	}

	@Override
	public Map<String, Long> counters() {
		return this.strategy.counters();
	}

	@Override
	public void close() {
		try {
			this.strategy.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
