package dev.muster.transport.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;

import dev.muster.Member;
import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells of itself, whatever port it will listen at.
 *
 * @param nodeName its name, or {@code null} for one made of host and port
 * @param metadata what the others shall know
 */
record SelfDescription(@Nullable String nodeName, Map<String, String> metadata) {

	/**
	 * Return the member that this node becomes.
	 * @param id its id
	 * @param address where it listens
	 * @return the member
	 */
	Member at(MemberId id, InetSocketAddress address) {
		String host = address.getAddress().getHostAddress();
		int scope = host.indexOf('%');
		String name = (this.nodeName != null) ? this.nodeName : hostName() + ":" + address.getPort();
		return new Member(id, name, (scope < 0) ? host : host.substring(0, scope), address.getPort(), this.metadata);
	}

	private static String hostName() {
		String name = System.getenv("HOSTNAME");
		if (name == null || name.isBlank()) {
			try {
				name = InetAddress.getLocalHost().getHostName();
			}
			catch (UnknownHostException ex) {
				name = "localhost"; // the machine does not know its own name
			}
		}
		return name;
	}

}
