package dev.muster.discovery.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.netty.handler.codec.dns.DnsResponseCode;

/**
 * What a server answered.
 *
 * @param code the response code, extended by that of EDNS if there is one
 * @param truncated whether the server says that there is more than fits
 * @param competent whether the server either knows by itself or asks others for us; if
 * neither, an empty answer means nothing
 * @param canonicalName where the aliases of the name asked for end
 * @param addresses its addresses, if those were asked for
 * @param services its services, if those were asked for
 * @param hosts addresses of the services' hosts that came along, by name
 */
record Reply(int code, boolean truncated, boolean competent, String canonicalName, Set<InetAddress> addresses,
		List<Service> services, Map<String, Set<InetAddress>> hosts) {

	static final int NO_ERROR = DnsResponseCode.NOERROR.intValue();

	static final int NO_SUCH_NAME = DnsResponseCode.NXDOMAIN.intValue();

	boolean hasRecords() {
		return !this.addresses.isEmpty() || !this.services.isEmpty();
	}

	/**
	 * Return whether the server may have stumbled over EDNS, which old ones do not know.
	 */
	boolean mayLackEdns() {
		return this.code == DnsResponseCode.FORMERR.intValue() || this.code == DnsResponseCode.NOTIMP.intValue()
				|| this.code > 15;
	}

	/** Return the code as people write it, such as SERVFAIL. */
	String codeName() {
		String name = DnsResponseCode.valueOf(this.code).toString(); // "ServFail(2)"
		int bracket = name.indexOf('(');
		return ((bracket > 0) ? name.substring(0, bracket) : name).toUpperCase(Locale.ROOT);
	}

	/**
	 * Where a service is.
	 *
	 * @param priority lower ones first
	 * @param host absolute name in lower case
	 * @param port 0 to 65535
	 */
	record Service(int priority, String host, int port) {

	}

}
