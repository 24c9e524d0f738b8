package dev.muster.discovery.consul;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import com.ecwid.consul.v1.ConsulRawClient;
import com.ecwid.consul.v1.OperationException;
import com.ecwid.consul.v1.QueryParams;
import com.ecwid.consul.v1.Response;
import com.ecwid.consul.v1.agent.AgentConsulClient;
import com.ecwid.consul.v1.agent.model.NewService;
import com.ecwid.consul.v1.health.HealthConsulClient;
import com.ecwid.consul.v1.health.HealthServicesRequest;
import com.ecwid.consul.v1.health.model.Check;
import com.ecwid.consul.v1.health.model.HealthService;
import org.apache.http.client.HttpClient;
import org.apache.http.impl.client.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks by consul-api, over connections of our own.
 */
final class EcwidConsulGateway implements ConsulGateway {

	private static final Logger logger = LoggerFactory.getLogger(ConsulDiscoveryStrategy.class);

	private static final String CHECK_PREFIX = "service:";

	// Consul waits up to a sixteenth longer than asked to; the rest is for the network
	private static final Duration WAIT_MARGIN = Duration.ofSeconds(3);

	private final ConsulSettings settings;

	private final CallFailures failures;

	private final CloseableHttpClient calls;

	private final CloseableHttpClient queries;

	private final AgentConsulClient agent;

	private final HealthConsulClient health;

	private final HealthConsulClient blockingHealth;

	/**
	 * Prepare connections; none is opened.
	 * @param settings the settings
	 * @param deadline how long a call may take, other than a query that waits
	 * @param maxWait how long such a query may be asked to wait
	 */
	EcwidConsulGateway(ConsulSettings settings, Duration deadline, Duration maxWait) {
		this.settings = settings;
		this.failures = new CallFailures(settings);
		Duration connect = deadline.dividedBy(4);
		AnswerLimit limit = new AnswerLimit(AnswerLimit.MAX_BYTES, deadline);
		// Both together end before the deadline, so that our words are the ones to be
		// read
		this.calls = AgentConnections.client(settings, connect, deadline.multipliedBy(7).dividedBy(10), limit);
		this.queries = AgentConnections.client(settings, connect, maxWait.plus(maxWait.dividedBy(16)).plus(WAIT_MARGIN),
				limit);
		ConsulRawClient raw = raw(this.calls);
		this.agent = new AgentConsulClient(raw);
		this.health = new HealthConsulClient(raw);
		this.blockingHealth = new HealthConsulClient(raw(this.queries));
	}

	private ConsulRawClient raw(HttpClient client) {
		return ConsulRawClient.Builder.builder()
			.setHost(this.settings.url())
			.setPort(this.settings.port())
			.setHttpClient(client)
			.build();
	}

	@Override
	public void register(ServiceRegistration registration) {
		NewService service = new NewService();
		service.setId(registration.id());
		service.setName(registration.name());
		service.setAddress(registration.address().host());
		service.setPort(registration.address().port());
		service.setTags(registration.tags());
		service.setMeta(registration.meta());
		NewService.Check check = new NewService.Check();
		check.setTtl(registration.ttl().toMillis() + "ms");
		check.setDeregisterCriticalServiceAfter(registration.deregisterAfter().toMillis() + "ms");
		check.setStatus("passing");
		service.setCheck(check);
		call(() -> this.agent.agentServiceRegister(service));
	}

	@Override
	public boolean pass(String id) {
		try {
			this.agent.agentCheckPass(CHECK_PREFIX + id);
			return true;
		}
		catch (OperationException ex) {
			if (isUnknown(ex)) {
				return false;
			}
			throw this.failures.explain(ex);
		}
		catch (RuntimeException ex) {
			throw this.failures.explain(ex);
		}
	}

	@Override
	public void deregister(String id) {
		try {
			this.agent.agentServiceDeregister(id);
		}
		catch (OperationException ex) {
			if (!isUnknown(ex)) {
				throw this.failures.explain(ex);
			}
		}
		catch (RuntimeException ex) {
			throw this.failures.explain(ex);
		}
	}

	// Releases before 1.11 say so with a 500
	private static boolean isUnknown(OperationException ex) {
		String content = Objects.requireNonNullElse(ex.getStatusContent(), "").toLowerCase(Locale.ROOT);
		return ex.getStatusCode() == 404
				|| ex.getStatusCode() == 500 && (content.contains("does not have associated ttl")
						|| content.contains("unknown check") || content.contains("unknown service"));
	}

	@Override
	public Instances instances(String service, long index, Duration wait) {
		HealthServicesRequest.Builder request = HealthServicesRequest.newBuilder()
			.setPassing(false)
			.setDatacenter(this.settings.datacenter());
		boolean blocking = index > 0 && !wait.isZero();
		if (blocking) {
			request.setQueryParams(new QueryParams(wait.toSeconds(), index));
		}
		HealthConsulClient client = blocking ? this.blockingHealth : this.health;
		// consul-api takes it as a piece of the address
		String path = URLEncoder.encode(service, StandardCharsets.UTF_8).replace("+", "%20");
		Response<List<HealthService>> response = call(() -> client.getHealthServices(path, request.build()));
		Long newIndex = response.getConsulIndex();
		if (response.getValue() == null || newIndex == null) {
			throw this.failures.noConsul(null);
		}
		List<ServiceInstance> instances = new ArrayList<>();
		for (HealthService instance : response.getValue()) {
			instances.add(instance(instance));
		}
		return new Instances(newIndex, instances);
	}

	private static ServiceInstance instance(@Nullable HealthService instance) {
		HealthService.Service service = (instance != null) ? instance.getService() : null;
		if (instance == null || service == null) {
			return new ServiceInstance(null, null, null, null, Map.of(), false);
		}
		HealthService.Node node = instance.getNode();
		List<Check> checks = instance.getChecks();
		boolean critical = checks != null && checks.stream()
			.anyMatch((check) -> check != null && check.getStatus() == Check.CheckStatus.CRITICAL);
		return new ServiceInstance(service.getId(), service.getAddress(), (node != null) ? node.getAddress() : null,
				service.getPort(), (service.getMeta() != null) ? service.getMeta() : Map.of(), critical);
	}

	private <T> T call(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			throw this.failures.explain(ex);
		}
	}

	@Override
	public void close() {
		for (CloseableHttpClient client : List.of(this.queries, this.calls)) {
			try {
				client.close();
			}
			catch (IOException ex) {
				logger.debug("A connection to Consul cannot be closed", ex);
			}
		}
	}

}
