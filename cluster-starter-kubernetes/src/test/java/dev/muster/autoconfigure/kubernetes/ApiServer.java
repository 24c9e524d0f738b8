package dev.muster.autoconfigure.kubernetes;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;

/**
 * A server of Kubernetes' API that stores what it is given, and can be made to fail: real
 * HTTP and web sockets on a port of loopback.
 */
final class ApiServer implements AutoCloseable {

	static final String NAMESPACE = "shop-ns";

	// Kept, for the level goes with the logger
	private static final Logger requestLog = Logger.getLogger(MockWebServer.class.getName());

	static {
		requestLog.setLevel(Level.WARNING);
	}

	private final Faults faults = new Faults();

	private final KubernetesMockServer server;

	private final KubernetesClient admin;

	ApiServer() {
		this.server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), this.faults, false);
		try {
			this.server.init(InetAddress.getByName("127.0.0.1"), 0);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
		this.admin = this.server.createClient();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getPort();
	}

	KubernetesClient client() {
		return this.server.createClient();
	}

	/**
	 * Store a slice, in the place of one of that name.
	 */
	void put(EndpointSlice slice) {
		this.admin.resource(slice)
			.inNamespace(slice.getMetadata().getNamespace())
			.createOr((existing) -> existing.update());
	}

	void delete(EndpointSlice slice) {
		this.admin.resource(slice).inNamespace(slice.getMetadata().getNamespace()).delete();
	}

	/**
	 * Have lists answered otherwise.
	 * @param fault makes the answer of one that is right
	 */
	void failLists(UnaryOperator<MockResponse> fault) {
		this.faults.lists = fault;
	}

	/**
	 * Have watches answered otherwise.
	 * @param fault makes the answer of one that is right
	 */
	void failWatches(UnaryOperator<MockResponse> fault) {
		this.faults.watches = fault;
	}

	void heal() {
		this.faults.lists = UnaryOperator.identity();
		this.faults.watches = UnaryOperator.identity();
	}

	int lists() {
		return this.faults.listCount.get();
	}

	int watches() {
		return this.faults.watchCount.get();
	}

	int openWatches() {
		return this.faults.open.size();
	}

	/**
	 * Close all watches, as a server does that restarts.
	 */
	void closeWatches() {
		this.faults.open.forEach((socket) -> socket.close(1001, "going away"));
	}

	/**
	 * Say something on all watches.
	 */
	void say(String text) {
		this.faults.open.forEach((socket) -> socket.send(text));
	}

	@Override
	public void close() {
		this.admin.close();
		this.server.destroy();
	}

	static UnaryOperator<MockResponse> status(int code) {
		return (right) -> new MockResponse().setResponseCode(code)
			.setHeader("Content-Type", "application/json")
			.setBody("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"no\",\"code\":"
					+ code + "}");
	}

	static UnaryOperator<MockResponse> body(String body) {
		return (right) -> new MockResponse().setResponseCode(200).setBody(body);
	}

	static UnaryOperator<MockResponse> slow(Duration delay) {
		return (right) -> right.setBodyDelay(delay);
	}

	static EndpointSliceBuilder slice(String name, String service) {
		return new EndpointSliceBuilder().withNewMetadata()
			.withName(name)
			.withNamespace(NAMESPACE)
			.addToLabels("kubernetes.io/service-name", service)
			.addToLabels("app", "shop")
			.endMetadata()
			.withAddressType("IPv4")
			.addNewPort()
			.withName("cluster")
			.withPort(7800)
			.endPort();
	}

	static EndpointBuilder pod(String address, boolean ready) {
		return new EndpointBuilder().withAddresses(address)
			.withNewConditions()
			.withReady(ready)
			.withTerminating(false)
			.endConditions();
	}

	/**
	 * Between the server and its store.
	 */
	private static final class Faults extends Dispatcher {

		private final KubernetesCrudDispatcher store = new KubernetesCrudDispatcher(List.of());

		private final List<WebSocket> open = new CopyOnWriteArrayList<>();

		private final AtomicInteger listCount = new AtomicInteger();

		private final AtomicInteger watchCount = new AtomicInteger();

		private volatile UnaryOperator<MockResponse> lists = UnaryOperator.identity();

		private volatile UnaryOperator<MockResponse> watches = UnaryOperator.identity();

		@Override
		public MockResponse dispatch(RecordedRequest request) {
			MockResponse right = this.store.dispatch(request);
			String path = request.getPath();
			if (!path.contains("labelSelector")) {
				return right; // who stores slices
			}
			if (path.contains("watch=true")) {
				this.watchCount.incrementAndGet();
				MockResponse response = this.watches.apply(right);
				WebSocketListener listener = response.getWebSocketListener();
				return (listener != null) ? new MockResponse().withWebSocketUpgrade(new Recorder(listener)) : response;
			}
			this.listCount.incrementAndGet();
			return this.lists.apply(right);
		}

		/**
		 * Remembers the sockets that are open.
		 */
		private final class Recorder extends WebSocketListener {

			private final WebSocketListener listener;

			private Recorder(WebSocketListener listener) {
				this.listener = listener;
			}

			@Override
			public void onOpen(WebSocket socket, Response response) {
				Faults.this.open.add(socket);
				this.listener.onOpen(socket, response);
			}

			@Override
			public void onClosing(WebSocket socket, int code, String reason) {
				Faults.this.open.remove(socket);
				this.listener.onClosing(socket, code, reason);
			}

			@Override
			public void onClosed(WebSocket socket, int code, String reason) {
				Faults.this.open.remove(socket);
				this.listener.onClosed(socket, code, reason);
			}

			@Override
			public void onFailure(WebSocket socket, Throwable failure, Response response) {
				Faults.this.open.remove(socket);
				this.listener.onFailure(socket, failure, response);
			}

		}

	}

}
