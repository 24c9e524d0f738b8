package dev.muster.autoconfigure.listener;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What payloads shall become where several methods take different ones: their closest
 * common supertype, as no message tells what class it is.
 */
final class CommonPayloadType {

	private CommonPayloadType() {
	}

	/**
	 * Find it.
	 * @param types two or more types
	 * @return the type, or {@code null} if there is none or more than one
	 */
	static @Nullable Class<?> of(List<Class<?>> types) {
		Set<Class<?>> common = supertypes(types.get(0));
		for (Class<?> type : types.subList(1, types.size())) {
			common.retainAll(supertypes(type));
		}
		Set<Class<?>> closest = new LinkedHashSet<>(common);
		closest.removeIf((candidate) -> common.stream()
			.anyMatch((other) -> other != candidate && candidate.isAssignableFrom(other)));
		return (closest.size() == 1) ? closest.iterator().next() : null;
	}

	/** Those of the application: of a Comparable nothing can be made. */
	static Set<Class<?>> supertypes(Class<?> type) {
		Set<Class<?>> result = new LinkedHashSet<>();
		addSupertypes(type, result);
		return result;
	}

	private static void addSupertypes(@Nullable Class<?> type, Set<Class<?>> result) {
		if (type == null || type.isArray() || type.getName().startsWith("java.") || !result.add(type)) {
			return;
		}
		addSupertypes(type.getSuperclass(), result);
		for (Class<?> implemented : type.getInterfaces()) {
			addSupertypes(implemented, result);
		}
	}

}
