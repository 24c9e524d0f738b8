package dev.muster.discovery.consul;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An instance of the service as Consul lists it: anybody may have registered it, so
 * anything may be wrong.
 *
 * @param id its id
 * @param address its address; if missing or empty, it is its node's
 * @param nodeAddress address of the node that it runs on
 * @param port its port
 * @param meta its metadata
 * @param critical whether one of its checks is
 */
record ServiceInstance(@Nullable String id, @Nullable String address, @Nullable String nodeAddress,
		@Nullable Integer port, Map<String, String> meta, boolean critical) {
}
