package dev.muster.benchmarks.peers;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import dev.muster.benchmarks.link.Setup;

/**
 * Hazelcast on loopback: the members are listed, all else is as it comes.
 */
final class HazelcastConfig {

	/** Attribute with a member's place. */
	static final String PLACE = "place";

	private HazelcastConfig() {
	}

	static Config apply(Config config, Setup setup) {
		config.setClusterName(setup.cluster());
		config.setProperty("hazelcast.phone.home.enabled", "false");
		config.setProperty("hazelcast.socket.bind.any", "false");
		config.setProperty("hazelcast.logging.type", "slf4j");
		config.getMemberAttributeConfig().setAttribute(PLACE, String.valueOf(setup.place()));
		NetworkConfig network = config.getNetworkConfig();
		network.setPort(setup.port()).setPortAutoIncrement(false);
		network.getInterfaces().setEnabled(true).addInterface(setup.address());
		JoinConfig join = network.getJoin();
		join.getMulticastConfig().setEnabled(false);
		join.getAutoDetectionConfig().setEnabled(false);
		join.getTcpIpConfig().setEnabled(true);
		for (int i = 0; i < Setup.PROCESSES; i++) {
			join.getTcpIpConfig().addMember(setup.address() + ":" + setup.ports().get(i));
		}
		return config;
	}

}
