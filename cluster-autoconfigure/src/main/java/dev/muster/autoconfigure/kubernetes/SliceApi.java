package dev.muster.autoconfigure.kubernetes;

import java.net.URL;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import dev.muster.discovery.DiscoveryException;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The two requests that are made, neither of which tries again by itself: who makes them
 * knows when to.
 */
final class SliceApi {

	/** As clients of Kubernetes do: this long to twice as long. */
	private static final long WATCH_SECONDS = 300;

	private final KubernetesClient client;

	private final SliceSelection selection;

	private final URL server;

	/**
	 * Create an API.
	 * @param client the client; stays open
	 * @param selection which slices are asked for
	 * @param timeout how long an answer may take
	 */
	SliceApi(KubernetesClient client, SliceSelection selection, Duration timeout) {
		RequestConfig config = new RequestConfigBuilder().withRequestTimeout((int) Math.max(1, timeout.toMillis()))
			.withRequestRetryBackoffLimit(0)
			.withWatchReconnectLimit(0)
			.build();
		this.client = client.newClient(config).adapt(KubernetesClient.class);
		this.selection = selection;
		this.server = client.getMasterUrl();
	}

	SliceSelection selection() {
		return this.selection;
	}

	/**
	 * List the slices.
	 * @return the slices
	 * @throws DiscoveryException if that is impossible; the message says why
	 */
	EndpointSliceList list() throws DiscoveryException {
		EndpointSliceList list;
		try {
			list = slices().list();
		}
		catch (KubernetesClientException ex) {
			throw failure(ex, "list");
		}
		if (list == null || list.getItems() == null) {
			throw new DiscoveryException(ApiFailure.NO_LIST);
		}
		return list;
	}

	/**
	 * Watch the slices. May block for as long as the server does not answer.
	 * @param version from where on
	 * @param watcher is told of changes, and when the watch ends
	 * @return closes the watch
	 * @throws DiscoveryException if that is impossible; the message says why
	 */
	Watch watch(@Nullable String version, Watcher<EndpointSlice> watcher) throws DiscoveryException {
		try {
			return slices().watch(new ListOptionsBuilder().withResourceVersion(version)
				.withTimeoutSeconds(WATCH_SECONDS + ThreadLocalRandom.current().nextLong(WATCH_SECONDS))
				.build(), watcher);
		}
		catch (KubernetesClientException ex) {
			throw failure(ex, "watch");
		}
	}

	private FilterWatchListDeletable<EndpointSlice, EndpointSliceList, Resource<EndpointSlice>> slices() {
		return this.client.discovery()
			.v1()
			.endpointSlices()
			.inNamespace(this.selection.namespace())
			.withLabelSelector(this.selection.labelSelector());
	}

	private DiscoveryException failure(KubernetesClientException ex, String verb) {
		return new DiscoveryException(ApiFailure.describe(ex, verb, this.selection.namespace(), this.server), ex);
	}

}
