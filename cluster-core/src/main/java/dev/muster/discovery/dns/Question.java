package dev.muster.discovery.dns;

import io.netty.handler.codec.dns.DnsRecordType;

/**
 * What a server is asked.
 *
 * @param name an absolute name, in lower case
 * @param type the type of the records
 */
record Question(String name, DnsRecordType type) {

	@Override
	public String toString() {
		return "'" + this.name.substring(0, this.name.length() - 1) + "' " + this.type.name();
	}

}
