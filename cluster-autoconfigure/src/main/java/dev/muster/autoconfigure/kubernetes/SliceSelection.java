package dev.muster.autoconfigure.kubernetes;

/**
 * Which EndpointSlices are asked for. Kubernetes gives a slice the labels of its service,
 * and one with the service's name.
 *
 * @param namespace the namespace
 * @param labelSelector what the labels of a slice have to be
 * @param description the services, in words
 */
record SliceSelection(String namespace, String labelSelector, String description) {

	private static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";

	static SliceSelection ofService(String namespace, String service) {
		return new SliceSelection(namespace, SERVICE_NAME_LABEL + "=" + service,
				"service '" + service + "' in namespace '" + namespace + "'");
	}

	static SliceSelection ofLabels(String namespace, String labelSelector) {
		return new SliceSelection(namespace, labelSelector,
				"services labelled '" + labelSelector + "' in namespace '" + namespace + "'");
	}

}
