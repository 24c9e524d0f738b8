package dev.muster.transport.jgroups;

import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;

/**
 * The contract, with TLS.
 */
class TlsTransportContractIT extends JGroupsTransportContractIT {

	private static final TestCertificates CERTIFICATES = new TestCertificates();

	@Override
	TransportSettings contractSettings() {
		return settings().withSecurity(new TransportSecurity.Tls(CERTIFICATES, true));
	}

}
