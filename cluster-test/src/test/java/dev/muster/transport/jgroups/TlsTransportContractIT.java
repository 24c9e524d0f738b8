package dev.muster.transport.jgroups;

import dev.muster.test.tls.RenewableTlsSource;
import dev.muster.test.tls.SelfSignedCertificate;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;

/**
 * The contract, with TLS.
 */
class TlsTransportContractIT extends JGroupsTransportContractIT {

	private static final RenewableTlsSource CERTIFICATES = new RenewableTlsSource(SelfSignedCertificate.create());

	@Override
	TransportSettings contractSettings() {
		return settings().withSecurity(new TransportSecurity.Tls(CERTIFICATES, true));
	}

}
