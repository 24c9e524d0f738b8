package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * An order of addresses that is the same on all nodes.
 */
final class AddressOrder {

	private AddressOrder() {
	}

	static int compare(InetSocketAddress a, InetSocketAddress b) {
		int hosts = Arrays.compareUnsigned(a.getAddress().getAddress(), b.getAddress().getAddress());
		return (hosts != 0) ? hosts : Integer.compare(a.getPort(), b.getPort());
	}

}
