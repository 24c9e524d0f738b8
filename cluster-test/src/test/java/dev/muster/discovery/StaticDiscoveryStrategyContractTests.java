package dev.muster.discovery;

import java.util.List;

import dev.muster.discovery.fixed.StaticDiscoveryStrategy;
import dev.muster.test.discovery.DiscoveryStrategyContract;

class StaticDiscoveryStrategyContractTests extends DiscoveryStrategyContract {

	@Override
	protected DiscoveryStrategy createStrategy() {
		return new StaticDiscoveryStrategy(
				List.of(address(0).toString(), address(1).toString(), address(2).toString(), "host.invalid"), 7800);
	}

}
