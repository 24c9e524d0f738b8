package dev.muster.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Adds {@code /members/{name}} to the endpoint on the web.
 */
@EndpointWebExtension(endpoint = ClusterEndpoint.class)
public class ClusterEndpointWebExtension {

	private static final String MEMBERS = "members";

	private final ClusterEndpoint endpoint;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint
	 */
	public ClusterEndpointWebExtension(ClusterEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Tell about one thing of a part of the cluster.
	 * @param part which part: only {@code members}
	 * @param name name of a member, or its id
	 * @return the member, or the status 404
	 */
	@ReadOperation
	public WebEndpointResponse<MemberDescriptor> part(@Selector String part, @Selector String name) {
		if (!part.equals(MEMBERS)) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return this.endpoint.member(name)
			.map(WebEndpointResponse::new)
			.orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
	}

}
