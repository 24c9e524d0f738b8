package dev.muster.discovery.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A headless service of Kubernetes: its name stands for the addresses of its pods. A text
 * of an exception begins with the name of the property, such as
 * {@code kubernetes-dns.service}.
 *
 * @param service the service's name
 * @param namespace the namespace it is in
 * @param clusterDomain the domain of the Kubernetes cluster
 * @param portName the name of the service's port, if peers are to be found with their
 * ports
 */
public record KubernetesService(String service, String namespace, String clusterDomain, @Nullable String portName) {

	/**
	 * The {@link DnsDiscoveryStrategy#name() name} of the strategy that looks it up.
	 */
	public static final String STRATEGY = "kubernetes-dns";

	/**
	 * Default of {@link #clusterDomain()}.
	 */
	public static final String DEFAULT_CLUSTER_DOMAIN = "cluster.local";

	/**
	 * Where a pod finds the name of its namespace.
	 */
	public static final Path NAMESPACE_FILE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

	private static final int MAX_NAMESPACE_LENGTH = 63;

	public KubernetesService {
		label("service", service);
		label("namespace", namespace);
		String flaw = DomainName.flaw(clusterDomain);
		if (flaw != null) {
			throw DnsSettings.invalid(STRATEGY, "cluster-domain", "'" + clusterDomain + "' is no domain: " + flaw);
		}
		if (portName != null) {
			label("port-name", portName);
		}
	}

	private static void label(String property, String value) {
		String flaw = (value.indexOf('.') >= 0) ? "it has a dot" : DomainName.flaw(value);
		if (flaw != null) {
			throw DnsSettings.invalid(STRATEGY, property,
					"'" + value + "' cannot be the name of a " + property.replace("-name", "") + ": " + flaw);
		}
	}

	/**
	 * Find out the namespace of the pod that this process runs in.
	 * @param file the file, see {@link #NAMESPACE_FILE}
	 * @return the namespace
	 * @throws IllegalArgumentException if the file tells none; the message says what to
	 * do
	 */
	public static String ownNamespace(Path file) {
		String text;
		try (var in = Files.newInputStream(file)) {
			text = new String(in.readNBytes(MAX_NAMESPACE_LENGTH + 2), StandardCharsets.UTF_8).strip();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(STRATEGY + ".namespace: it is not set, and there is no file " + file
					+ " that tells the namespace of this pod. Set it, or mount the service account's token"
					+ " (automountServiceAccountToken)", ex);
		}
		if (text.isEmpty() || text.indexOf('.') >= 0 || DomainName.flaw(text) != null) {
			throw DnsSettings.invalid(STRATEGY, "namespace",
					"it is not set, and what is in " + file + " is no name of a namespace. Set it");
		}
		return text;
	}

	/**
	 * Return what to look up: services with their ports if there is a port name, or else
	 * addresses of both kinds. The name is absolute, so search domains do not apply.
	 * @param port TCP port of peers, if there is no port name
	 * @return the settings
	 * @throws IllegalArgumentException if the port cannot be
	 */
	public DnsSettings settings(int port) {
		String name = this.service + "." + this.namespace + ".svc." + DomainName.absolute(this.clusterDomain);
		String lookup = (this.portName != null) ? "_" + this.portName + "._tcp." + name : name;
		DnsSettings defaults = DnsSettings.of(lookup, (this.portName != null) ? DnsRecords.SRV : DnsRecords.A_AND_AAAA,
				1);
		return new DnsSettings(STRATEGY, defaults.name(), defaults.records(), port, defaults.servers(),
				defaults.search(), defaults.timeout(), defaults.maxRecords());
	}

}
