package dev.muster.autoconfigure.kubernetes;

import java.io.InterruptedIOException;
import java.net.URL;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JacksonException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Says in words why the API server gave no answer, and what to do.
 */
final class ApiFailure {

	static final String NO_LIST = "the API server's answer is no list of EndpointSlices";

	private ApiFailure() {
	}

	/**
	 * Describe a failure.
	 * @param failure what the client threw
	 * @param verb what was asked of the server
	 * @param namespace in which namespace
	 * @param server the server
	 * @return the text, without any secret
	 */
	static String describe(KubernetesClientException failure, String verb, String namespace, URL server) {
		int code = failure.getCode();
		return switch (code) {
			case 0 -> unanswered(failure, server);
			case 401 -> "the API server does not accept the token of this pod's service account (401)";
			case 403 -> "the pod's service account may not " + verb + " endpointslices in namespace '" + namespace
					+ "' (403): give it a Role with apiGroups [discovery.k8s.io], resources [endpointslices] and verbs"
					+ " [get, list, watch] in that namespace";
			case 404 -> "the API server has no EndpointSlices of discovery.k8s.io/v1 (404): it has to be Kubernetes"
					+ " 1.21 or later";
			default -> (code >= 400) ? "the API server at " + server + " answers " + code : unanswered(failure, server);
		};
	}

	private static String unanswered(KubernetesClientException failure, URL server) {
		if (find(failure, JacksonException.class) != null) {
			return NO_LIST;
		}
		if (find(failure, TimeoutException.class) != null || find(failure, InterruptedIOException.class) != null) {
			return "the API server at " + server + " does not answer in time";
		}
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return "the API server at " + server + " cannot be reached: " + root.getClass().getSimpleName() + ": "
				+ shortened(root.getMessage());
	}

	private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
		Throwable cause = failure;
		while (cause != null) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
			cause = (cause.getCause() != cause) ? cause.getCause() : null;
		}
		return null;
	}

	private static @Nullable String shortened(@Nullable String message) {
		return (message != null && message.length() > 200) ? message.substring(0, 200) + "..." : message;
	}

}
