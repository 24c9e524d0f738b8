package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

import dev.muster.annotation.ClusterListener;
import dev.muster.annotation.ClusterListeners;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds listener methods: on the class, its superclasses and its interfaces.
 */
final class ListenerMethods {

	private ListenerMethods() {
	}

	static Map<Method, Set<ClusterListener>> of(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, ClusterListener.class)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type, ListenerMethods::annotations);
	}

	@SuppressWarnings("NullAway") // null is how a MetadataLookup says no
	private static Set<ClusterListener> annotations(Method method) {
		Set<ClusterListener> annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(method,
				ClusterListener.class, ClusterListeners.class);
		return annotations.isEmpty() ? null : annotations;
	}

}
