package dev.muster.transport.jgroups;

import dev.muster.transport.SharedSecret;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;

/**
 * The contract, with a shared secret.
 */
class SecretTransportContractIT extends JGroupsTransportContractIT {

	@Override
	TransportSettings contractSettings() {
		return settings().withSecurity(new TransportSecurity.Secret(SharedSecret.of("a secret of tests, not random")));
	}

}
