package dev.muster.autoconfigure.discovery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/**
 * Says what to do in a pod without any topology: peers would be looked for inside the pod
 * only, where there are none.
 */
public final class KubernetesHint {

	static final String TEXT = """
			This application runs in Kubernetes, and no topology is configured: its nodes look for each other inside \
			their own pod, and each stays alone. With a headless service (publishNotReadyAddresses: true) of the name \
			shop, say, add to application.yml:
			muster.topologies.pods:
			  strategy: kubernetes-dns
			  kubernetes-dns: {service: shop}
			or, with 'dev.muster:cluster-starter-kubernetes' and a Role that grants get, list and watch on endpointslices:
			muster.topologies.pods:
			  strategy: kubernetes-api
			  kubernetes-api: {service: shop}""";

	private static final Logger logger = LoggerFactory.getLogger(KubernetesHint.class);

	private KubernetesHint() {
	}

	/**
	 * Log the hint, if it is one.
	 * @param environment tells the platform
	 * @param topologies the topologies that are there
	 */
	public static void logIfNeeded(Environment environment, Topologies topologies) {
		if (topologies.reach() == Reach.LOCAL && CloudPlatform.KUBERNETES.isActive(environment)) {
			logger.warn(TEXT);
		}
	}

}
