package dev.muster.autoconfigure.transport;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.autoconfigure.discovery.Reach;
import dev.muster.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the settings of a transport of its properties, with defaults that depend on how
 * far the topologies reach.
 */
public final class TransportSettingsFactory {

	private static final String LOOPBACK = "127.0.0.1";

	private static final int LOCAL_PORT_RANGE = 10;

	private static final int MAX_PORT = 65535;

	private final BindAddress bindAddress;

	/**
	 * Create a factory that looks at this machine's network interfaces.
	 */
	public TransportSettingsFactory() {
		this(new BindAddress(() -> SiteAddress.choose(SiteAddress.interfaces()), SiteAddress::allInterfaces));
	}

	TransportSettingsFactory(BindAddress bindAddress) {
		this.bindAddress = bindAddress;
	}

	/**
	 * Make the settings.
	 * @param properties the properties
	 * @param reach how far the topologies reach
	 * @return the settings
	 * @throws InvalidClusterPropertyException if a property cannot be
	 * @throws dev.muster.transport.InvalidTransportSettingException if one is out of its
	 * bounds
	 */
	public TransportSettings create(TransportProperties properties, Reach reach) {
		TransportProperties.FailureDetection detection = properties.getFailureDetection();
		return TransportSettings.defaults()
			.withBind(bindAddress(properties.getBindAddress(), reach), properties.getBindPort(),
					portRange(properties, reach))
			.withExternal(emptyToNull(properties.getExternalAddress()), properties.getExternalPort())
			.withFailureDetection(detection.getTimeout(), detection.getInterval(), detection.getVerifyTimeout())
			.withFormation(properties.getJoinTimeout(), properties.getSeedTimeout(), properties.getMergeInterval(),
					properties.getLeaveTimeout())
			.withLinks(properties.getLinks().toOptions())
			.withSearch(properties.getSearch().toOptions())
			.withUdp((properties.getProtocol() == TransportProperties.Protocol.UDP) ? properties.getUdp().toSettings()
					: null);
	}

	private String bindAddress(@Nullable String configured, Reach reach) {
		if (StringUtils.hasText(configured)) {
			return this.bindAddress.read(configured.trim());
		}
		return (reach != Reach.NETWORK) ? LOOPBACK : this.bindAddress.siteLocal("a topology reaches other machines");
	}

	private static int portRange(TransportProperties properties, Reach reach) {
		Integer configured = properties.getPortRange();
		if (configured != null) {
			return configured;
		}
		if (reach != Reach.LOCAL) {
			return 0;
		}
		return Math.max(0, Math.min(LOCAL_PORT_RANGE, MAX_PORT - properties.getBindPort()));
	}

	private static @Nullable String emptyToNull(@Nullable String value) {
		return StringUtils.hasText(value) ? value.trim() : null;
	}

}
