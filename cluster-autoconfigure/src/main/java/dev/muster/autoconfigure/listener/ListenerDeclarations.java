package dev.muster.autoconfigure.listener;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

import dev.muster.annotation.ClusterHandler;
import dev.muster.annotation.ClusterListener;
import dev.muster.annotation.ClusterListeners;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The annotations of a class, its superclasses and its interfaces.
 *
 * @param methods the listener methods
 * @param onClass what makes the class itself a listener
 * @param handlers its methods that messages for the class go to
 */
record ListenerDeclarations(Map<Method, Set<ClusterListener>> methods, Set<ClusterListener> onClass,
		Set<Method> handlers) {

	static final ListenerDeclarations NONE = new ListenerDeclarations(Map.of(), Set.of(), Set.of());

	static ListenerDeclarations of(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, ClusterListener.class)
				&& !AnnotationUtils.isCandidateClass(type, ClusterHandler.class)) {
			return NONE;
		}
		Set<ClusterListener> onClass = AnnotatedElementUtils.findMergedRepeatableAnnotations(type,
				ClusterListener.class, ClusterListeners.class);
		Set<Method> handlers = MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, ClusterHandler.class));
		return new ListenerDeclarations(MethodIntrospector.selectMethods(type, ListenerDeclarations::annotations),
				onClass, handlers);
	}

	@SuppressWarnings("NullAway") // null is how a MetadataLookup says no
	private static Set<ClusterListener> annotations(Method method) {
		Set<ClusterListener> annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(method,
				ClusterListener.class, ClusterListeners.class);
		return annotations.isEmpty() ? null : annotations;
	}

	boolean isEmpty() {
		return this.methods.isEmpty() && this.onClass.isEmpty() && this.handlers.isEmpty();
	}

}
